/*===- mpcrt.h - the runtime's C interface --------------------------------===*\
|*
|* Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|* Loads engines and trains with them; needs nothing of the compiler. C99.
|*
|* Every call that can fail returns a status; mpcrt_error() then says what went
|* wrong. Nothing throws, exits or prints, and nobody frees what the other side
|* has allocated.
|*
|* An engine may be used by several threads at once, a session by one at a time;
|* different sessions run in parallel. A session that is called while another
|* call of it runs, from a thread or a callback, refuses with MPCRT_USAGE.
|*
|* Handles are numbers that are never used twice: null, a closed handle and
|* one of another kind give MPCRT_USAGE. So do null pointers and names, unknown
|* names, and arrays whose type is not the one expected.
|*
|* Undefined is what no library can see: sizes, shapes and strides that say more
|* than there is behind a pointer; texts without a final 0; memory that goes or
|* changes while a call or a step uses it; contents that are written through
|* mpcrt_view(); callbacks that throw, or that run a task later than they may.
|*
\*===----------------------------------------------------------------------===*/

#ifndef MPCRT_MPCRT_H
#define MPCRT_MPCRT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- versions --- */

/* The binary interface. MAJOR goes up with what breaks programs that are
   already built, and is the library's SONAME: libmpcrt.so.MAJOR. MINOR goes up
   with what is added. A library serves programs of its MAJOR and of no later
   MINOR; all others are refused when they open an engine or a session. */
#define MPCRT_ABI_MAJOR 1
#define MPCRT_ABI_MINOR 0
#define MPCRT_ABI ((uint32_t)MPCRT_ABI_MAJOR << 16 | (uint32_t)MPCRT_ABI_MINOR)

/* The interface of the library that is loaded, as MPCRT_ABI has it. */
uint32_t mpcrt_abi(void);

/* --- types --- */

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

/* Type of a tensor; the pointers live until the engine and all of its sessions
   are closed. */
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

typedef enum mpcrt_memory {
  MPCRT_HOST_MEMORY = 0,
  MPCRT_CUDA_MEMORY = 1 /* of the GPU with the number `device` */
} mpcrt_memory;

/* An array of the program, wherever it is and however its elements lie there.
 */
typedef struct mpcrt_array {
  void *data;             /* of the first element */
  const int64_t *shape;   /* `rank` of them */
  const int64_t *strides; /* in elements; null: C order, as on every GPU */
  uint32_t rank;
  uint32_t dtype;  /* an mpcrt_dtype */
  uint32_t memory; /* an mpcrt_memory */
  uint32_t device; /* 0 on the host */
} mpcrt_array;

/* What went wrong in this thread's last call that failed; valid until the next
   one. Never null. */
const char *mpcrt_error(void);

/* --- engines --- */

/* Opens what is in a file or, copied, what is in memory, where `name` stands
   for it in messages. `abi` is MPCRT_ABI; the two calls below give it. */
mpcrt_status mpcrt_engine_open_abi(uint32_t abi, const char *path,
                                   mpcrt_engine **engine);
mpcrt_status mpcrt_engine_from_memory_abi(uint32_t abi, const void *data,
                                          uint64_t bytes, const char *name,
                                          mpcrt_engine **engine);

static inline mpcrt_status mpcrt_engine_open(const char *path,
                                             mpcrt_engine **engine) {
  return mpcrt_engine_open_abi(MPCRT_ABI, path, engine);
}

static inline mpcrt_status mpcrt_engine_from_memory(const void *data,
                                                    uint64_t bytes,
                                                    const char *name,
                                                    mpcrt_engine **engine) {
  return mpcrt_engine_from_memory_abi(MPCRT_ABI, data, bytes, name, engine);
}

/* Sessions of the engine may go on; null is fine. */
mpcrt_status mpcrt_engine_close(mpcrt_engine *engine);

/* Parameters and states. Counts are 0 where the handle is not one of an engine.
 */
uint32_t mpcrt_parameter_count(const mpcrt_engine *engine);
mpcrt_status mpcrt_parameter(const mpcrt_engine *engine, uint32_t index,
                             mpcrt_type *type);
uint32_t mpcrt_state_count(const mpcrt_engine *engine);
mpcrt_status mpcrt_state(const mpcrt_engine *engine, uint32_t index,
                         mpcrt_type *type);

/* Functions, which are the same for all targets. The name is null where there
   is none of that index, and counts are 0 where there is no such function. */
uint32_t mpcrt_function_count(const mpcrt_engine *engine);
const char *mpcrt_function_name(const mpcrt_engine *engine, uint32_t index);
uint32_t mpcrt_input_count(const mpcrt_engine *engine, const char *function);
mpcrt_status mpcrt_input_type(const mpcrt_engine *engine, const char *function,
                              uint32_t index, mpcrt_type *type);
uint32_t mpcrt_output_count(const mpcrt_engine *engine, const char *function);
mpcrt_status mpcrt_output_type(const mpcrt_engine *engine, const char *function,
                               uint32_t index, mpcrt_type *type);

/* --- sessions --- */

/* Threads of the program instead of the session's own: calls task(context, i)
   once for each i from 0 to count - 1, on whatever threads and in any order,
   and returns 0 when all of them have returned. Anything else means that it
   could not; the session is then broken, as by a GPU that failed. */
typedef void (*mpcrt_task)(void *context, int index);
typedef int (*mpcrt_parallel_for)(void *user, int count, mpcrt_task task,
                                  void *context);

typedef enum mpcrt_level {
  MPCRT_LOG_INFO = 0, /* how the device was chosen and its code made */
  MPCRT_LOG_ERROR = 1 /* what mpcrt_error() says, when a call fails */
} mpcrt_level;

/* Is called in the thread of the call that has something to say. */
typedef void (*mpcrt_log)(void *user, mpcrt_level level, const char *message);

/* All zero but `abi` is what mpcrt_session_open() takes. */
typedef struct mpcrt_session_options {
  uint32_t abi;       /* MPCRT_ABI */
  int32_t threads;    /* 0: MPC_THREADS, else one per CPU the process may use */
  const char *device; /* "auto", "host", "cuda" or "cuda:N"; null: "auto" */
  mpcrt_parallel_for parallel_for; /* null: threads of the session's own, which
                                      end with it */
  void *parallel_user;
  mpcrt_log log; /* null: nobody is told */
  void *log_user;
} mpcrt_session_options;

/* "auto" runs on a GPU if the engine has code for one and there is one, else on
   the host. Null options are those of mpcrt_session_open(). */
mpcrt_status mpcrt_session_open_with(mpcrt_engine *engine,
                                     const mpcrt_session_options *options,
                                     mpcrt_session **session);
mpcrt_status mpcrt_session_open(mpcrt_engine *engine, int threads,
                                mpcrt_session **session);
mpcrt_status mpcrt_session_open_on(mpcrt_engine *engine, const char *device,
                                   int threads, mpcrt_session **session);

/* Null is fine. */
mpcrt_status mpcrt_session_close(mpcrt_session *session);

/* Where it runs: "host", "NVIDIA H100 (cuda:0, sm_90)"; null for what is not a
   session. Lives as long as the session. */
const char *mpcrt_session_device(const mpcrt_session *session);

/* --- contents --- */

/* A name is that of a state ("lr"), of a parameter ("fc1.weight") or of a
   parameter's segment in an arena ("adam.m/fc1.weight"). */
mpcrt_status mpcrt_set(mpcrt_session *session, const char *name,
                       const void *data, uint64_t bytes);
mpcrt_status mpcrt_get(const mpcrt_session *session, const char *name,
                       void *data, uint64_t bytes);

/* The same, copied from or into an array of that type, which may have strides
   or be memory of the session's GPU. The copy is done when they return. */
mpcrt_status mpcrt_set_array(mpcrt_session *session, const char *name,
                             const mpcrt_array *array);
mpcrt_status mpcrt_get_array(const mpcrt_session *session, const char *name,
                             const mpcrt_array *array);

/* Nothing is copied: gives where the session has that name's contents, in the
   memory of the host or of its GPU, and their type. Only to be read. They
   change with every step, and are whole when nothing is under way: after
   mpcrt_wait(), or in mpcrt_stream(). The pointers live as long as the session.
 */
mpcrt_status mpcrt_view(const mpcrt_session *session, const char *name,
                        mpcrt_array *array);

/* Waits for all that was submitted. */
mpcrt_status mpcrt_wait(mpcrt_session *session);
/* The CUstream in which a session on a GPU works; null on the host. */
mpcrt_status mpcrt_stream(const mpcrt_session *session, void **stream);

/* --- functions --- */

/* Gives an input its array for all following calls that take one of that name
   and are not given another one. The array's memory is not copied: it is read
   when each call begins, and has to be there until it is bound anew or the
   session is closed. A null array takes it away. */
mpcrt_status mpcrt_bind(mpcrt_session *session, const char *name,
                        const mpcrt_array *array);

/* All inputs of the function must be given or bound; outputs may be left out.
   Inputs and outputs must not overlap. The host reads and writes memory in
   place that starts at a multiple of 64, and copies all other. */
mpcrt_status mpcrt_run(mpcrt_session *session, const char *function,
                       const mpcrt_input *inputs, size_t input_count,
                       const mpcrt_output *outputs, size_t output_count);
/* Runs "init": first values of parameters and states, as the model says. */
mpcrt_status mpcrt_init(mpcrt_session *session, int64_t seed);
/* Runs "eval", which changes nothing. */
mpcrt_status mpcrt_evaluate(mpcrt_session *session, const mpcrt_input *inputs,
                            size_t input_count, const mpcrt_output *outputs,
                            size_t output_count);
/* "train", then "update". If the engine's steps have several micro-batches, one
   of them; "update" follows the last. */
mpcrt_status mpcrt_step(mpcrt_session *session, const mpcrt_input *inputs,
                        size_t input_count, const mpcrt_output *outputs,
                        size_t output_count);

/* A step in two parts, so that a GPU never waits for the host: at most two
   steps may be submitted and not yet collected. The inputs may change when
   submit returns, but for those in memory of a GPU, which are read until the
   step is collected. The host runs the step within submit. Loss and metrics are
   outputs of "train". Scalars are states such as "loss_scale", as the step left
   them; "skipped" counts the steps whose gradients were not finite. */
mpcrt_status mpcrt_submit(mpcrt_session *session, const mpcrt_input *inputs,
                          size_t input_count, uint64_t *ticket);
mpcrt_status mpcrt_collect(mpcrt_session *session, uint64_t ticket,
                           const mpcrt_output *outputs, size_t output_count,
                           const mpcrt_output *scalars, size_t scalar_count);

/* --- checkpoints --- */

/* A checkpoint: all that the session keeps, in a safetensors file. None can be
   made between micro-batches of a step. */
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
