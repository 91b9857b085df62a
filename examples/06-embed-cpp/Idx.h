// Examples as MNIST has them: IDX files of bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct Examples {
  std::vector<unsigned char> bytes;
  int64_t count = 0; ///< of examples; 0 if the file cannot be read
  int64_t size = 1;  ///< bytes of one

  /// Those of `indices`, one after the other.
  void gather(const int64_t *indices, std::vector<unsigned char> &batch) const;
};

Examples readIdx(const std::string &path);
