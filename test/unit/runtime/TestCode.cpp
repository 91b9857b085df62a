//===- TestCode.cpp - machine code for engines of the tests ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Written in assembly, because what a compiler makes of C++ may call the C
// library or a sanitizer, and then cannot be moved.
//
//===----------------------------------------------------------------------===//

#include "TestCode.h"

// rdi services, rsi buffers, rdx scratch, rcx begin, r8 end.
asm(R"(
  .pushsection .rodata
  .intel_syntax noprefix
  .balign 16
mpcrt_test_code:

mpcrt_test_add:
  mov rax, [rsi]
  mov r9, [rsi + 8]
  mov r10, [rsi + 16]
1:cmp rcx, r8
  jge 2f
  movss xmm0, [rax + 4*rcx]
  addss xmm0, [r9 + 4*rcx]
  movss [r10 + 4*rcx], xmm0
  inc rcx
  jmp 1b
2:ret

mpcrt_test_fill:
  mov rax, [rsi]
  mov rax, [rax]
  mov r10, [rsi + 8]
1:cmp rcx, r8
  jge 2f
  lea r9, [rax + rcx]
  cvtsi2ss xmm0, r9
  movss [r10 + 4*rcx], xmm0
  inc rcx
  jmp 1b
2:ret

mpcrt_test_update:
  mov rax, [rsi]
  mov r9, [rsi + 8]
  mov r10, [rsi + 16]
  movss xmm1, [r10]
  mov r10, [rsi + 24]
1:cmp rcx, r8
  jge 2f
  movss xmm2, [r9 + 4*rcx]
  mulss xmm2, xmm1
  movss xmm0, [rax + 4*rcx]
  subss xmm0, xmm2
  movss [r10 + 4*rcx], xmm0
  inc rcx
  jmp 1b
2:ret

mpcrt_test_count:
  mov rax, [rsi]
  mov rax, [rax]
  inc rax
  mov r10, [rsi + 8]
  mov [r10], rax
  ret

mpcrt_test_exp:
  push rbx
  push r12
  push r13
  push r14
  push r15
  mov rbx, rdi
  mov r12, [rsi]
  mov r13, [rsi + 8]
  mov r14, rcx
  mov r15, r8
1:cmp r14, r15
  jge 2f
  movsd xmm0, [r12 + 8*r14]
  call [rbx + 16]
  movsd [r13 + 8*r14], xmm0
  inc r14
  jmp 1b
2:pop r15
  pop r14
  pop r13
  pop r12
  pop rbx
  ret

mpcrt_test_scratch:
  mov r10, [rsi]
1:cmp rcx, r8
  jge 2f
  mov [rdx + 4088], rcx
  pause
  mov rax, [rdx + 4088]
  mov [r10 + 8*rcx], rax
  inc rcx
  jmp 1b
2:ret

mpcrt_test_mode:
  mov r10, [rsi]
1:cmp rcx, r8
  jge 2f
  stmxcsr [r10 + 4*rcx]
  inc rcx
  jmp 1b
2:ret

mpcrt_test_end:
  .att_syntax
  .popsection
)");

extern "C" const char mpcrt_test_code[], mpcrt_test_add[], mpcrt_test_fill[],
    mpcrt_test_update[], mpcrt_test_count[], mpcrt_test_exp[],
    mpcrt_test_scratch[], mpcrt_test_mode[], mpcrt_test_end[];

namespace mpcrt::test {

std::string testCode() { return std::string(mpcrt_test_code, mpcrt_test_end); }

int64_t testCodeOffset(TestKernel kernel) {
  const char *const entries[] = {
      mpcrt_test_add, mpcrt_test_fill,    mpcrt_test_update, mpcrt_test_count,
      mpcrt_test_exp, mpcrt_test_scratch, mpcrt_test_mode};
  return entries[static_cast<int>(kernel)] - mpcrt_test_code;
}

} // namespace mpcrt::test
