/* Trains an engine on images and labels, with the runtime alone.
   usage: train ENGINE IMAGES LABELS STEPS CHECKPOINT

   IMAGES and LABELS are IDX files of bytes, as MNIST has them. */

#include <mpcrt/mpcrt.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what) {
  fprintf(stderr, "train: error: %s\n", what);
  exit(1);
}

static void check(mpcrt_status status) {
  if (status != MPCRT_OK)
    die(mpcrt_error());
}

/* Bytes of an IDX file, whose header is a magic number and its dimensions. */
typedef struct {
  unsigned char *bytes;
  size_t examples, size; /* bytes of one example */
} data;

static data read_idx(const char *path) {
  unsigned char header[4 + 4 * 4];
  data result = {NULL, 0, 1};
  FILE *file = fopen(path, "rb");
  size_t rank, i, k;
  if (!file || fread(header, 1, 4, file) != 4 || header[2] != 8)
    die("expects IDX files of bytes");
  rank = header[3];
  if (rank < 1 || rank > 4 || fread(header + 4, 4, rank, file) != rank)
    die("expects IDX files of 1 to 4 dimensions");
  for (i = 0; i < rank; ++i) {
    size_t size = 0;
    for (k = 0; k < 4; ++k)
      size = size << 8 | header[4 + 4 * i + k];
    if (i == 0)
      result.examples = size;
    else
      result.size *= size;
  }
  result.bytes = malloc(result.examples * result.size);
  if (!result.bytes || fread(result.bytes, result.size, result.examples, file) !=
                           result.examples)
    die("a file of data ends early");
  fclose(file);
  return result;
}

/* The batch of step `step`: examples in the order of the files. */
static const unsigned char *find_batch(const data *all, size_t batch, long step) {
  size_t batches = all->examples / batch;
  return all->bytes + (size_t)step % batches * batch * all->size;
}

static void report(mpcrt_session *session, uint64_t ticket, long step) {
  float loss, scale;
  int64_t skipped;
  mpcrt_output output = {"loss", &loss, sizeof loss};
  mpcrt_output scalars[] = {{"loss_scale", &scale, sizeof scale},
                            {"skipped", &skipped, sizeof skipped}};
  check(mpcrt_collect(session, ticket, &output, 1, scalars, 2));
  if (step % 100 == 0)
    printf("step %5ld  loss %.4f  scale %g  skipped %ld\n", step, (double)loss,
           (double)scale, (long)skipped);
}

int main(int argc, char **argv) {
  mpcrt_engine *engine;
  mpcrt_session *session;
  mpcrt_type x, y;
  data images, labels;
  uint64_t ticket = 0, before = 0;
  float lr = 1e-3f;
  long steps, step;
  size_t batch;
  if (argc != 6) {
    fprintf(stderr, "usage: train ENGINE IMAGES LABELS STEPS CHECKPOINT\n");
    return 2;
  }
  images = read_idx(argv[2]);
  labels = read_idx(argv[3]);
  steps = strtol(argv[4], NULL, 10);

  check(mpcrt_engine_open(argv[1], &engine));
  check(mpcrt_input_type(engine, "train", 0, &x));
  check(mpcrt_input_type(engine, "train", 1, &y));
  batch = (size_t)x.shape[0];
  if (x.bytes != batch * images.size || y.bytes != batch * labels.size ||
      images.examples != labels.examples || images.examples < batch)
    die("the engine was made for other data");

  check(mpcrt_session_open(engine, 0, &session));
  check(mpcrt_init(session, 0));
  check(mpcrt_set(session, "lr", &lr, sizeof lr));
  for (step = 1; step <= steps; ++step) {
    mpcrt_input inputs[] = {
        {x.name, find_batch(&images, batch, step), x.bytes},
        {y.name, find_batch(&labels, batch, step), y.bytes}};
    /* A GPU has the next step before anybody asks for this one's loss. */
    check(mpcrt_submit(session, inputs, 2, &ticket));
    if (step > 1)
      report(session, before, step - 1);
    before = ticket;
  }
  if (steps > 0)
    report(session, before, steps);
  check(mpcrt_save(session, argv[5], steps, 0));
  printf("saved %s\n", argv[5]);
  mpcrt_session_close(session);
  mpcrt_engine_close(engine);
  free(images.bytes);
  free(labels.bytes);
  return 0;
}
