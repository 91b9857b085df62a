// Compiles a function with an LLVM of its own, and a model with mpc, in turns.
// usage: other_llvm MODEL

#include <mpc/Compiler.h>

#include <cstdio>
#include <cstring>

// Of llvm-c, as all versions have it: no header is needed.
extern "C" {
struct LLVMOpaque;
using Ref = LLVMOpaque *;
Ref LLVMContextCreate();
void LLVMContextDispose(Ref);
Ref LLVMModuleCreateWithNameInContext(const char *, Ref);
void LLVMDisposeModule(Ref);
Ref LLVMInt32TypeInContext(Ref);
Ref LLVMFunctionType(Ref, Ref *, unsigned, int);
Ref LLVMAddFunction(Ref, const char *, Ref);
Ref LLVMAppendBasicBlockInContext(Ref, Ref, const char *);
Ref LLVMCreateBuilderInContext(Ref);
void LLVMPositionBuilderAtEnd(Ref, Ref);
Ref LLVMGetParam(Ref, unsigned);
Ref LLVMBuildMul(Ref, Ref, Ref, const char *);
Ref LLVMBuildRet(Ref, Ref);
void LLVMDisposeBuilder(Ref);
void LLVMInitializeX86TargetInfo();
void LLVMInitializeX86Target();
void LLVMInitializeX86TargetMC();
void LLVMInitializeX86AsmPrinter();
int LLVMGetTargetFromTriple(const char *, Ref *, char **);
Ref LLVMCreateTargetMachine(Ref, const char *, const char *, const char *, int,
                            int, int);
void LLVMDisposeTargetMachine(Ref);
int LLVMTargetMachineEmitToMemoryBuffer(Ref, Ref, int, char **, Ref *);
const char *LLVMGetBufferStart(Ref);
size_t LLVMGetBufferSize(Ref);
void LLVMDisposeMemoryBuffer(Ref);
}

/// Whether x * x became x86 code.
static bool compilesSquare() {
  const char *triple = "x86_64-unknown-linux-gnu";
  Ref target = nullptr, code = nullptr;
  char *error = nullptr;
  if (LLVMGetTargetFromTriple(triple, &target, &error))
    return false;
  Ref context = LLVMContextCreate();
  Ref module = LLVMModuleCreateWithNameInContext("square", context);
  Ref word = LLVMInt32TypeInContext(context);
  Ref function =
      LLVMAddFunction(module, "square", LLVMFunctionType(word, &word, 1, 0));
  Ref builder = LLVMCreateBuilderInContext(context);
  LLVMPositionBuilderAtEnd(
      builder, LLVMAppendBasicBlockInContext(context, function, "entry"));
  Ref x = LLVMGetParam(function, 0);
  LLVMBuildRet(builder, LLVMBuildMul(builder, x, x, ""));
  Ref machine = LLVMCreateTargetMachine(target, triple, "x86-64", "", 2, 2, 0);
  const int assembly = 0;
  bool compiles = !LLVMTargetMachineEmitToMemoryBuffer(machine, module, assembly,
                                                       &error, &code);
  compiles = compiles && std::strstr(LLVMGetBufferStart(code), "imull");
  if (code)
    LLVMDisposeMemoryBuffer(code);
  LLVMDisposeTargetMachine(machine);
  LLVMDisposeBuilder(builder);
  LLVMDisposeModule(module);
  LLVMContextDispose(context);
  return compiles;
}

int main(int, char **arguments) {
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86Target();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86AsmPrinter();
  for (int turn = 0; turn < 3; ++turn) {
    if (!compilesSquare())
      return std::puts("its own LLVM fails"), 1;
    mpc::CompileResult result = mpc::compileFile(arguments[1]);
    if (!result)
      return std::puts(result.diagnostics.c_str()), 1;
  }
  std::puts("both run");
}
