/* Trains the linear model of an engine, in C99: train ENGINE DEVICE */

#include <mpcrt/mpcrt.h>

#include <stdio.h>
#include <stdlib.h>

static void check(mpcrt_status status) {
  if (status == MPCRT_OK)
    return;
  fprintf(stderr, "error: %s\n", mpcrt_error());
  exit(status);
}

int main(int argc, char **argv) {
  mpcrt_engine *engine;
  mpcrt_session *session;
  mpcrt_type type;
  float x[16][4], y[16], w[4], lr = 0.05f, loss = 0;
  mpcrt_input inputs[2];
  mpcrt_output output;
  int i, k;
  if (argc != 3)
    return 2;
  check(mpcrt_engine_open(argv[1], &engine));
  check(mpcrt_parameter(engine, 0, &type));
  printf("%s has %u dimension, of %d\n", type.name, (unsigned)type.rank,
         (int)type.shape[0]);
  check(mpcrt_session_open_on(engine, argv[2], 1, &session));
  mpcrt_engine_close(engine);
  check(mpcrt_init(session, 0));
  check(mpcrt_set(session, "lr", &lr, sizeof lr));
  for (i = 0; i < 16; ++i) {
    y[i] = 0;
    for (k = 0; k < 4; ++k) {
      x[i][k] = (float)((i * (k + 3) * 7) % 11) / 11 - 0.5f;
      y[i] += x[i][k] * (float)(k + 1);
    }
  }
  inputs[0].name = "x", inputs[0].data = x, inputs[0].bytes = sizeof x;
  inputs[1].name = "y", inputs[1].data = y, inputs[1].bytes = sizeof y;
  output.name = "loss", output.data = &loss, output.bytes = sizeof loss;
  for (i = 0; i < 2000; ++i)
    check(mpcrt_step(session, inputs, 2, &output, 1));
  check(mpcrt_get(session, "w", w, sizeof w));
  printf("w is %.2f %.2f %.2f %.2f, the loss %s\n", (double)w[0], (double)w[1],
         (double)w[2], (double)w[3], loss < 1e-4f ? "below 1e-4" : "too large");
  if (mpcrt_set(session, "w", w, 3) == MPCRT_OK)
    return 1;
  printf("%s\n", mpcrt_error());
  mpcrt_session_close(session);
  return 0;
}
