// Builds a model, compiles it in memory and trains it on its own data.
// usage: train DATA STEPS CHECKPOINT [TARGET DEVICE]
//
// DATA is a folder with Fashion-MNIST as IDX files. TARGET is what the compiler
// makes code for, DEVICE where the runtime trains; both are the host by
// default.

#include "Idx.h"
#include "Mlp.h"

#include <mpcrt/Shuffle.h>
#include <mpcrt/mpcrt.hpp>

#include <cstdio>
#include <cstdlib>

namespace {

constexpr int64_t kBatch = 64;
constexpr int64_t kSeed = 0;

int fail(const std::string &message) {
  std::fprintf(stderr, "train: error: %s\n", message.c_str());
  return 1;
}

/// What is set before the first step; the schedule is part of the step itself.
mpc::Result<void> start(mpc::Session &session, int64_t steps) {
  if (auto done = session.init(kSeed); !done)
    return done;
  const std::pair<const char *, float> scalars[] = {
      {"lr", 1e-3f},
      {"warmup_steps", 100},
      {"cosine_depth", 1},
      {"total_steps", static_cast<float>(steps)}};
  for (auto [name, value] : scalars)
    if (auto done = session.set(name, value); !done)
      return done;
  return {};
}

/// Trains on what `mpc train` would take in the same order.
mpc::Result<void> train(mpc::Session &session, const Examples &images,
                        const Examples &labels, int64_t steps) {
  std::vector<unsigned char> x(kBatch * images.size), y(kBatch * labels.size);
  std::vector<int64_t> order;
  int64_t perEpoch = images.count / kBatch;
  for (int64_t step = 0; step < steps; ++step) {
    if (step % perEpoch == 0)
      order = mpcrt::shuffledIndices(images.count, kSeed, step / perEpoch);
    const int64_t *first = order.data() + step % perEpoch * kBatch;
    images.gather(first, x);
    labels.gather(first, y);
    if (auto done = session.set("x", x); !done)
      return done;
    if (auto done = session.set("y", y); !done)
      return done;
    auto number = session.step();
    if (!number)
      return number.error();
    if ((step + 1) % 100)
      continue; // Only who asks for a result waits for it.
    auto result = session.finish(*number);
    if (!result)
      return result.error();
    std::printf("step %5lld  loss %.4f  scale %g  skipped %lld\n",
                static_cast<long long>(step + 1), result->loss, result->scale,
                static_cast<long long>(result->skipped));
  }
  return {};
}

/// Compiles the model in memory and opens a session of it.
mpc::Result<mpc::Session> open(const char *target, const char *device) {
  mpc::CompileOptions options; // f16 with a dynamic loss scale, AdamW
  options.target = target;
  mpc::CompileResult compiled = mpc::compile(buildMlp(kBatch), options);
  if (!compiled)
    return mpc::Error{MPCRT_BAD_INPUT, compiled.diagnostics};
  auto engine = mpc::Engine::fromMemory(compiled.engine, "mlp");
  if (!engine)
    return engine.error();
  mpc::SessionOptions place;
  place.device = device;
  return mpc::Session::open(*engine, place);
}

/// All of it, up to the checkpoint.
mpc::Result<void> run(const Examples &images, const Examples &labels,
                      int64_t steps, const char *checkpoint, const char *target,
                      const char *device) {
  auto session = open(target, device);
  if (!session)
    return session.error();
  if (auto done = start(*session, steps); !done)
    return done;
  if (auto done = train(*session, images, labels, steps); !done)
    return done;
  return session->save(checkpoint, steps, kSeed);
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4 && argc != 6)
    return fail("usage: train DATA STEPS CHECKPOINT [TARGET DEVICE]");
  std::string folder = argv[1];
  Examples images = readIdx(folder + "/train-images-idx3-ubyte");
  Examples labels = readIdx(folder + "/train-labels-idx1-ubyte");
  if (images.size != 28 * 28 || images.count < kBatch ||
      labels.count != images.count || labels.size != 1)
    return fail("expects images of 28x28 bytes and as many labels in " +
                folder);
  auto done = run(images, labels, std::atoll(argv[2]), argv[3],
                  argc == 6 ? argv[4] : "host", argc == 6 ? argv[5] : "host");
  if (!done)
    return fail(done.error().message);
  std::printf("saved %s\n", argv[3]);
  return 0;
}
