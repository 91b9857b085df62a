#include "Idx.h"

#include <algorithm>
#include <fstream>

void Examples::gather(const int64_t *indices,
                      std::vector<unsigned char> &batch) const {
  for (auto out = batch.begin(); out != batch.end(); out += size)
    std::copy_n(bytes.begin() + *indices++ * size, size, out);
}

Examples readIdx(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  // Two zeros, 8 for bytes, the rank; then each size, its high byte first.
  auto next = [&] { return static_cast<unsigned char>(file.get()); };
  bool isIdx = next() == 0 && next() == 0 && next() == 8;
  int64_t rank = next();
  Examples read;
  for (int64_t i = 0; file && i < rank; ++i) {
    int64_t size = 0;
    for (int k = 0; k < 4; ++k)
      size = size << 8 | next();
    if (i == 0)
      read.count = size;
    else
      read.size *= size;
  }
  if (!file || !isIdx)
    return {};
  read.bytes.resize(static_cast<size_t>(read.count * read.size));
  file.read(reinterpret_cast<char *>(read.bytes.data()),
            static_cast<std::streamsize>(read.bytes.size()));
  return file ? read : Examples();
}
