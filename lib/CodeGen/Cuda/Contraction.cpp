#include "Emitters.h"
namespace mpc::cuda {
void emitContraction(KernelText &out, llvm::StringRef chip) {
  out.points.fail(out.kernel.loc, "not yet");
}
}
