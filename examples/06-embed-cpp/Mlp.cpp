#include "Mlp.h"

using namespace mpc;

namespace {

struct Linear {
  std::string name;
  Value weight, bias;

  Linear(Model &model, const std::string &name, int64_t in, int64_t out,
         const Init &init)
      : name(name), weight(model.parameter(name + ".weight", {in, out}, init)),
        bias(model.parameter(name + ".bias", {out})) {}

  Value operator()(Function &f, const Value &x) const {
    Value y = f.dot_general(x, weight, {1}, {0}).named(name);
    return f.add(y, f.broadcast(bias, {1}, y.shape())).named(name + ".bias");
  }
};

Value scalePixels(Function &f, const Value &x) {
  int64_t batch = x.dim(0);
  Value floats = f.convert(f.reshape(x, {batch, 784}), Element::f32);
  // Pixels 0 .. 255 become 0 .. 1.
  return f.mul(floats, f.constant({floats.type(), 1.0f / 255}));
}

/// 1 where the largest logit is the label's, else 0.
Value isCorrect(Function &f, const Value &logits, const Value &label) {
  Value guess = f.reduce(Reduction::argmax, logits, {1});
  Value hit = f.compare(Comparison::eq, guess, f.convert(label, Element::i32));
  return f.convert(hit, Element::f32);
}

} // namespace

Model buildMlp(int64_t batch) {
  Model model;
  Linear fc1(model, "fc1", 784, 256, Init::kaimingUniform());
  Linear fc2(model, "fc2", 256, 128, Init::kaimingUniform());
  Linear fc3(model, "fc3", 128, 10, Init::xavierUniform());
  for (const char *name : {"train", "eval"}) {
    Function f = model.function(name);
    Value x = f.input("x", {Element::ui8, {batch, 28, 28}});
    Value y = f.input("y", {Element::ui8, {batch}});
    Value h = f.relu(fc1(f, scalePixels(f, x))).named("fc1.relu");
    h = f.relu(fc2(f, h)).named("fc2.relu");
    Value logits = fc3(f, h);
    Value losses = f.cross_entropy(logits, y);
    Value correct = isCorrect(f, logits, y);
    // Training wants means; evaluation results per example.
    bool isTrain = name == std::string("train");
    auto combine = [&](const Value &each) {
      return isTrain ? f.reduce(Reduction::mean, each, {0}) : each;
    };
    f.result("loss", combine(losses));
    f.result("accuracy", combine(correct));
  }
  return model;
}
