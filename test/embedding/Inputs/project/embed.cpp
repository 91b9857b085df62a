// Compiles a model and trains it, in one process: embed MODEL TARGET DEVICE

#include <mpc/Compiler.h>
#include <mpcrt/mpcrt.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

static int fail(const std::string &message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  return 1;
}

/// A number that follows from another one.
static float draw(int i) { return float((i * 7919 + 13) % 101) / 101 - 0.5f; }

/// On the host the step fails; a GPU has no use for threads of the program.
static bool survivesThrowing(const mpc::Engine &engine,
                             const std::string &device) {
  mpc::SessionOptions options;
  options.device = device;
  options.threads = 2;
  options.log = [](mpcrt_level, const char *) { throw 1; };
  options.parallelFor = [](int, const std::function<void(int)> &) {
    throw std::runtime_error("no threads today");
  };
  auto session = mpc::Session::open(engine, options);
  if (!session || session->set("q", 1.0f))
    return false;
  auto done = session->init(0);
  if (done)
    return device != "host" || session->getScalar<float>("lr");
  return done.error().message.find("no threads today") != std::string::npos;
}

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  mpc::CompileResult bad = mpc::compileText("func.func @f(", "bad.mlir");
  std::printf("status %d: %s\n", int(bad.status),
              bad.diagnostics.substr(0, bad.diagnostics.find('\n')).c_str());

  mpc::CompileOptions options;
  options.target = argv[2];
  options.optimizer = "adam";
  mpc::CompileResult compiled = mpc::compileFile(argv[1], options);
  if (!compiled)
    return fail(compiled.diagnostics);
  auto engine = mpc::Engine::fromMemory(compiled.engine, "linear");
  if (!engine)
    return fail(engine.error().message);
  mpc::SessionOptions sessionOptions;
  sessionOptions.device = argv[3];
  auto session = mpc::Session::open(*engine, sessionOptions);
  if (!session)
    return fail(session.error().message);
  std::printf("what callbacks throw %s\n",
              survivesThrowing(*engine, argv[3]) ? "ends in them" : "gets out");
  if (auto step = session->step(); !step)
    std::printf("%s\n", step.error().message.c_str());

  std::array<float, 64> x;
  std::array<float, 16> y;
  if (!session->init(0) || !session->set("lr", 0.05f) || !session->set("x", x) ||
      !session->set("y", y))
    return fail("cannot set");
  mpc::StepResult last;
  for (int i = 0; i < 1000; ++i) {
    for (int k = 0; k < 64; ++k)
      x[k] = draw(64 * i + k);
    for (int k = 0; k < 16; ++k)
      y[k] = x[4 * k] - 2 * x[4 * k + 3];
    auto step = session->step();
    if (!step)
      return fail(step.error().message);
    if (i % 100 != 99)
      continue;
    auto done = session->finish(*step);
    if (!done)
      return fail(done.error().message);
    last = *done;
  }
  std::printf("loss %s, scale %s, skipped %s\n",
              last.loss < 1e-3 ? "below 1e-3" : "too large",
              last.scale >= 1 ? "at least 1" : "too small",
              last.skipped < 20 ? "few" : "many");
  if (auto set = session->set("w", x); !set)
    std::printf("%s\n", set.error().message.c_str());
  if (auto get = session->getScalar<float>("nothing"); !get)
    std::printf("%s\n",
                get.error().message.substr(0, get.error().message.find(';')).c_str());
  return 0;
}
