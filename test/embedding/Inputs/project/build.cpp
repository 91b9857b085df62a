// Builds a model, and prints it or trains it: build (text|TARGET DEVICE)

#include <mpc/Builder.h>
#include <mpcrt/mpcrt.hpp>

#include <cstdio>
#include <string>
#include <vector>

static int fail(const std::string &message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  return 1;
}

/// y = x w + b, and the mean of what is wrong with it, squared.
static mpc::Model buildModel() {
  mpc::Model model;
  mpc::Value w = model.parameter("w", {2, 1}, mpc::Init::xavierUniform());
  mpc::Value b = model.parameter("b", {1});
  mpc::Function train = model.function("train");
  mpc::Value x = train.input("x", {16, 2}), y = train.input("y", {16, 1});
  mpc::Value product = train.dot_general(x, w, {1}, {0}).named("product");
  mpc::Value guess = train.add(product, train.broadcast(b, {1}, {16, 1}));
  mpc::Value errors = train.squared_error(guess, y);
  train.result("loss", train.reduce(mpc::Reduction::mean, errors, {0, 1}));
  return model;
}

/// What is wrong is found in this file.
static void misuse() {
  mpc::Model model = buildModel();
  mpc::Function predict = model.function("predict");
  mpc::Value x = predict.input("x", {16, 2});
  predict.dot_general(x, x, {1}, {0});
  std::string error = mpc::compile(model).diagnostics;
  std::size_t found = error.find("build.cpp:");
  if (found != std::string::npos)
    std::puts(error.substr(found, error.find('\n') - found).c_str());
}

int main(int argc, char **argv) {
  if (argc == 2 && argv[1] == std::string("text"))
    return std::fputs(buildModel().text().c_str(), stdout) < 0;
  if (argc != 3)
    return 2;
  misuse();
  mpc::CompileOptions options;
  options.target = argv[1];
  mpc::CompileResult compiled = mpc::compile(buildModel(), options);
  if (!compiled)
    return fail(compiled.diagnostics);
  auto engine = mpc::Engine::fromMemory(compiled.engine, "linear");
  if (!engine)
    return fail(engine.error().message);
  mpc::SessionOptions place;
  place.device = argv[2];
  auto session = mpc::Session::open(*engine, place);
  if (!session || !session->init(1) || !session->set("lr", 0.05f))
    return fail(session.error().message);
  std::vector<float> x(32), y(16), w(2), b(1);
  for (int i = 0; i < 16; ++i) {
    x[2 * i] = float(i % 4) - 1.5f;
    x[2 * i + 1] = float(i / 4) - 1.5f;
    y[i] = 2 * x[2 * i] - x[2 * i + 1] + 0.5f;
  }
  for (int i = 0; i < 500; ++i)
    if (!session->set("x", x) || !session->set("y", y) || !session->step())
      return fail("cannot step");
  if (!session->get("w", w.data(), 2) || !session->get("b", b.data(), 1))
    return fail("cannot get");
  std::printf("w is %.1f %.1f, b is %.1f\n", w[0], w[1], b[0]);
  return 0;
}
