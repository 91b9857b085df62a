# Writes the device library as text of C++: cmake -DOUT=… -P EmbedHeaders.cmake FILES…
math(EXPR last "${CMAKE_ARGC} - 1")
set(entries "")
foreach(i RANGE 5 ${last})
  set(file "${CMAKE_ARGV${i}}")
  cmake_path(GET file FILENAME name)
  file(READ "${file}" text)
  string(APPEND entries "    {\"mpc/${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
file(WRITE "${OUT}" "// Made of runtime/device by runtime/EmbedHeaders.cmake.
#include \"mpcrt/CudaCompiler.h\"

namespace mpcrt {

static constexpr CudaHeader kHeaders[] = {
${entries}};

std::span<const CudaHeader> deviceHeaders() { return kHeaders; }

} // namespace mpcrt
")
