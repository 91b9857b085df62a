/*===- CHeader.c - the C interface from C ---------------------------------===*\
|*
|* Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
\*===----------------------------------------------------------------------===*/

#include "mpcrt/mpcrt.h"

/* Trains for `steps` steps and gives the last loss; called by CApiTest.cpp. */
mpcrt_status mpcrt_test_train(const void *image, uint64_t bytes, int steps,
                              float *loss);

mpcrt_status mpcrt_test_train(const void *image, uint64_t bytes, int steps,
                              float *loss) {
  const float x[3] = {1, 2, 3};
  mpcrt_input input = {"x", x, sizeof(x)};
  mpcrt_output output = {"loss", loss, sizeof(*loss)};
  mpcrt_engine *engine;
  mpcrt_session *session = NULL;
  mpcrt_status status =
      mpcrt_engine_from_memory(image, bytes, "c.engine", &engine);
  if (status == MPCRT_OK)
    status = mpcrt_session_open(engine, 2, &session);
  mpcrt_engine_close(engine);
  if (status == MPCRT_OK)
    status = mpcrt_init(session, 10);
  for (int i = 0; i < steps && status == MPCRT_OK; ++i)
    status = mpcrt_step(session, &input, 1, &output, 1);
  mpcrt_session_close(session);
  return status;
}
