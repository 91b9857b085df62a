/*===- mpcrt.h - the runtime's C interface --------------------------------===*\
|*
|* Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|* Loads engines and trains with them; needs nothing of the compiler. C99.
|*
|* Every call that can fail returns a status; mpcrt_error() then says what went
|* wrong. Handles are not to be used by two threads at once; an engine may be
|* shared by sessions of several threads.
|*
\*===----------------------------------------------------------------------===*/

#ifndef MPCRT_MPCRT_H
#define MPCRT_MPCRT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mpcrt_status {
  MPCRT_OK = 0,
  MPCRT_BAD_INPUT = 1, /* bad or damaged input */
  MPCRT_USAGE = 2,     /* a call or an option that cannot be served */
  MPCRT_DEVICE = 3,    /* device missing, unsuitable or failed */
  MPCRT_NUMERICAL = 4, /* training cannot go on */
  MPCRT_OS = 5,        /* the operating system refused */
  MPCRT_INTERNAL = 70, /* mpc is at fault */
  MPCRT_INTERRUPTED = 130
} mpcrt_status;

typedef enum mpcrt_dtype {
  MPCRT_I1 = 0, /* one byte, 0 or 1 */
  MPCRT_UI8 = 1,
  MPCRT_I32 = 2,
  MPCRT_I64 = 3,
  MPCRT_F16 = 4,
  MPCRT_BF16 = 5,
  MPCRT_F32 = 6,
  MPCRT_F64 = 7
} mpcrt_dtype;

typedef struct mpcrt_engine mpcrt_engine;
typedef struct mpcrt_session mpcrt_session;

/* Type of a tensor; the pointers live as long as the engine. */
typedef struct mpcrt_type {
  const char *name;
  mpcrt_dtype dtype;
  uint32_t rank;
  const int64_t *shape;
  uint64_t bytes;
} mpcrt_type;

/* Memory of the caller for the input or output of that name. */
typedef struct mpcrt_input {
  const char *name;
  const void *data;
  uint64_t bytes;
} mpcrt_input;

typedef struct mpcrt_output {
  const char *name;
  void *data;
  uint64_t bytes;
} mpcrt_output;

/* What went wrong in this thread's last call that failed. */
const char *mpcrt_error(void);

/* --- engines --- */

mpcrt_status mpcrt_engine_open(const char *path, mpcrt_engine **engine);
mpcrt_status mpcrt_engine_from_memory(const void *data, uint64_t bytes,
                                      const char *name, mpcrt_engine **engine);
/* Sessions of the engine may go on; null is fine. */
void mpcrt_engine_close(mpcrt_engine *engine);

uint32_t mpcrt_parameter_count(const mpcrt_engine *engine);
mpcrt_status mpcrt_parameter(const mpcrt_engine *engine, uint32_t index,
                             mpcrt_type *type);
uint32_t mpcrt_state_count(const mpcrt_engine *engine);
mpcrt_status mpcrt_state(const mpcrt_engine *engine, uint32_t index,
                         mpcrt_type *type);

/* Functions, which are the same for all targets. */
uint32_t mpcrt_function_count(const mpcrt_engine *engine);
const char *mpcrt_function_name(const mpcrt_engine *engine, uint32_t index);
uint32_t mpcrt_input_count(const mpcrt_engine *engine, const char *function);
mpcrt_status mpcrt_input_type(const mpcrt_engine *engine, const char *function,
                              uint32_t index, mpcrt_type *type);
uint32_t mpcrt_output_count(const mpcrt_engine *engine, const char *function);
mpcrt_status mpcrt_output_type(const mpcrt_engine *engine, const char *function,
                               uint32_t index, mpcrt_type *type);

/* --- sessions --- */

/* threads = 0: MPC_THREADS, else one per CPU that the process may use. Runs on
   a GPU if the engine has code for one and there is one, else on the host. */
mpcrt_status mpcrt_session_open(mpcrt_engine *engine, int threads,
                                mpcrt_session **session);
/* device: "auto", "host", "cuda" or "cuda:N". */
mpcrt_status mpcrt_session_open_on(mpcrt_engine *engine, const char *device,
                                   int threads, mpcrt_session **session);
void mpcrt_session_close(mpcrt_session *session);

/* A name is that of a state ("lr"), of a parameter ("fc1.weight") or of a
   parameter's segment in an arena ("adam.m/fc1.weight"). */
mpcrt_status mpcrt_set(mpcrt_session *session, const char *name,
                       const void *data, uint64_t bytes);
mpcrt_status mpcrt_get(const mpcrt_session *session, const char *name,
                       void *data, uint64_t bytes);

/* All inputs of the function must be given; outputs may be left out. Inputs and
   outputs must not overlap. */
mpcrt_status mpcrt_run(mpcrt_session *session, const char *function,
                       const mpcrt_input *inputs, size_t input_count,
                       const mpcrt_output *outputs, size_t output_count);
mpcrt_status mpcrt_init(mpcrt_session *session, int64_t seed);
/* "train", then "update". If the engine's steps have several micro-batches, one of
   them; "update" follows the last. */
mpcrt_status mpcrt_step(mpcrt_session *session, const mpcrt_input *inputs,
                        size_t input_count, const mpcrt_output *outputs,
                        size_t output_count);

/* A step in two parts, so that a GPU never waits for the host: at most two steps
   may be submitted and not yet collected. The inputs may change when submit
   returns. Scalars are states such as "loss_scale", as the step left them. */
mpcrt_status mpcrt_submit(mpcrt_session *session, const mpcrt_input *inputs,
                          size_t input_count, uint64_t *ticket);
mpcrt_status mpcrt_collect(mpcrt_session *session, uint64_t ticket,
                           const mpcrt_output *outputs, size_t output_count,
                           const mpcrt_output *scalars, size_t scalar_count);

/* A checkpoint: all that the session keeps, in a safetensors file. None can be made
   between micro-batches of a step. */
mpcrt_status mpcrt_save(const mpcrt_session *session, const char *path,
                        int64_t iteration, int64_t seed);
/* iteration and seed may be null. A failure changes nothing. */
mpcrt_status mpcrt_load(mpcrt_session *session, const char *path,
                        int64_t *iteration, int64_t *seed);
/* Parameters only, from any safetensors file that has them. */
mpcrt_status mpcrt_load_parameters(mpcrt_session *session, const char *path);

#ifdef __cplusplus
}
#endif

#endif /* MPCRT_MPCRT_H */
