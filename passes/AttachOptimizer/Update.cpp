//===- Update.cpp - builds @update ----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Update.h"

#include "llvm/ADT/StringMap.h"

#include <numbers>

using namespace mlir;

namespace mpc {

namespace {

/// Builds the body of `@update`, in which states are known by name.
class UpdateBuilder {
public:
  UpdateBuilder(func::FuncOp func, ArrayRef<StateInfo> states)
      : builder(UnknownLoc::get(func.getContext()),
                OpBuilder::atBlockEnd(&func.getBody().front())) {
    for (auto [state, argument] : llvm::zip(states, func.getArguments()))
      arguments.insert({state.name, argument});
  }

  /// Returns the new values in the order of the states that have one.
  SmallVector<Value> build(const OptimizerSpec &spec,
                           const ParameterTable &parameters);

private:
  Term get(StringRef name) { return {builder, arguments.lookup(name)}; }
  /// Ops built from here on are known as `name` in dumps and profiles.
  void name(StringRef name) {
    builder.setLoc(NameLoc::get(builder.getStringAttr(name)));
  }

  Term buildUpdatesAsFloat();
  Term buildSchedule(Term updates);
  Term buildClipped(Term gradients);
  Term buildDecayed(Term rate, const ParameterTable &parameters);
  Term buildPerRow(ArrayRef<double> numbers);
  std::optional<Term> buildDecay(const ParameterTable &parameters);
  std::optional<Term> buildRateFactors(const ParameterTable &parameters);
  Value buildAdvanced(StringRef counter);

  ImplicitLocOpBuilder builder;
  llvm::StringMap<Value> arguments;
};

Term UpdateBuilder::buildUpdatesAsFloat() {
  return {builder, ConvertOp::create(builder, get("lr").getType(),
                                     get("updates").getValue())};
}

Term UpdateBuilder::buildSchedule(Term updates) {
  Term warmup = get("warmup_steps");
  Term warm = min((updates + 1) / max(warmup, 1), 1);
  Term span = max(get("total_steps") - warmup, 1);
  Term progress = max(min((updates - warmup) / span, 1), 0);
  Term sunk = 0.5 * (1 - cos(std::numbers::pi * progress));
  return get("lr") * warm * (1 - get("cosine_depth") * sunk);
}

/// Pascanu et al. 2013: all gradients together, as one vector, get no longer
/// than clip_norm. A norm that is 0 clips nothing.
Term UpdateBuilder::buildClipped(Term gradients) {
  Term most = get(kClipNormState);
  // Row by row first: short sums keep their digits, and rows are for many threads.
  Term norm = sqrt((gradients * gradients).sumOver({1}).sumOver({0}));
  Term factor = min(most / norm, 1).whereAboveZero(most, 1);
  return gradients * factor;
}

/// Returns params * (1 - rate * weight_decay), where they decay.
Term UpdateBuilder::buildDecayed(Term rate, const ParameterTable &parameters) {
  Term params = get(kParamsState);
  Term amount = rate * get("weight_decay");
  // The rate of the parameter itself, which is not what `rate` is.
  SmallVector<double> factors = parameters.perRow([](const Parameter &p) {
    return p.decays ? p.rateFactor * p.decayFactor : 0.0;
  });
  if (llvm::all_of(factors, [](double factor) { return factor == 1; }))
    return params * (1 - amount);
  if (llvm::all_of(factors, [](double factor) { return factor == 0; }))
    return params;
  return params * (1 - amount * buildPerRow(factors));
}

/// An arena whose rows each hold one number.
Term UpdateBuilder::buildPerRow(ArrayRef<double> numbers) {
  Term params = get(kParamsState);
  Type element = params.getType().getElementType();
  SmallVector<Attribute> values;
  for (double number : numbers)
    values.push_back(FloatAttr::get(element, number));
  auto attr = DenseElementsAttr::get(
      RankedTensorType::get(numbers.size(), element), values);
  Term rows(builder, ConstantOp::create(builder, attr));
  return rows.like(params, {0});
}

/// The weight decay of each element by itself, for optimizers that do not
/// multiply it by the rate alone.
std::optional<Term>
UpdateBuilder::buildDecay(const ParameterTable &parameters) {
  Term decay = get("weight_decay").like(get(kParamsState));
  SmallVector<double> factors = parameters.perRow(
      [](const Parameter &p) { return p.decays ? p.decayFactor : 0.0; });
  if (llvm::all_of(factors, [](double factor) { return factor == 1; }))
    return decay;
  if (llvm::all_of(factors, [](double factor) { return factor == 0; }))
    return std::nullopt;
  return decay * buildPerRow(factors);
}

/// What multiplies the learning rate of each row, if it is not 1 for all.
std::optional<Term>
UpdateBuilder::buildRateFactors(const ParameterTable &parameters) {
  SmallVector<double> factors = parameters.perRow(
      [](const Parameter &parameter) { return parameter.rateFactor; });
  if (llvm::all_of(factors, [](double factor) { return factor == 1; }))
    return std::nullopt;
  return buildPerRow(factors);
}

Value UpdateBuilder::buildAdvanced(StringRef counter) {
  Term value = get(counter);
  auto one = DenseElementsAttr::get(value.getType(), int64_t(1));
  return AddOp::create(builder, value.getValue(),
                       ConstantOp::create(builder, one));
}

SmallVector<Value> UpdateBuilder::build(const OptimizerSpec &spec,
                                        const ParameterTable &parameters) {
  name("schedule");
  Term updates = buildUpdatesAsFloat();
  Term rate = buildSchedule(updates);
  Term number = updates + 1;
  Term gradients = get(kGradientsState);
  if (spec.clipNorm > 0) {
    name("clip");
    gradients = buildClipped(gradients);
  }
  name("decay");
  Term decayed = buildDecayed(rate, parameters);
  name(spec.optimizer->name);
  SmallVector<Term> arenas;
  for (StringRef arena : spec.optimizer->arenas)
    arenas.push_back(get(arena));
  SmallVector<int64_t> segments = parameters.numberSegments();
  auto decay = [&] { return buildDecay(parameters); };
  UpdateResults results = spec.optimizer->build(
      {decayed, get(kParamsState), decay, gradients, rate, number,
       buildRateFactors(parameters), arenas, spec.constants, segments});
  SmallVector<Value> values{results.params.getValue()};
  for (Term arena : results.arenas)
    values.push_back(arena.getValue());
  name("counters");
  values.push_back(buildAdvanced("iteration"));
  values.push_back(buildAdvanced("updates"));
  func::ReturnOp::create(builder, values);
  return values;
}

/// States that `@update` gives a new value.
bool isUpdated(const StateInfo &state) {
  return state.kind == "arena" || state.kind == "counter";
}

} // namespace

SmallVector<StateInfo> getOptimizerStates(const OptimizerSpec &spec,
                                          RankedTensorType arena) {
  auto scalar = RankedTensorType::get({}, arena.getElementType());
  auto counter =
      RankedTensorType::get({}, IntegerType::get(arena.getContext(), 64));
  SmallVector<StateInfo> states = {{kParamsState, "arena", arena},
                                   {kGradientsState, "gradient", arena}};
  for (StringRef name : spec.optimizer->arenas)
    states.push_back({name, "arena", arena});
  states.append(
      {{"iteration", "counter", counter, 0},
       {"updates", "counter", counter, 0},
       {"lr", "scalar", scalar, spec.optimizer->rate},
       {"weight_decay", "scalar", scalar, spec.optimizer->weightDecay},
       {"warmup_steps", "scalar", scalar, 0},
       {"total_steps", "scalar", scalar, 0},
       {"cosine_depth", "scalar", scalar, 0}});
  if (spec.clipNorm > 0)
    states.push_back({kClipNormState, "scalar", scalar, spec.clipNorm});
  return states;
}

void buildUpdate(ModuleOp module, const OptimizerSpec &spec,
                 const ParameterTable &parameters) {
  auto b = OpBuilder::atBlockEnd(module.getBody());
  auto states = getOptimizerStates(spec, parameters.getArenaType());
  SmallVector<Type> inputs, results;
  SmallVector<StringRef> updated;
  for (const StateInfo &state : states) {
    inputs.push_back(state.type);
    if (!isUpdated(state))
      continue;
    results.push_back(state.type);
    updated.push_back(state.name);
  }
  auto loc = NameLoc::get(b.getStringAttr(kUpdateFunction));
  auto func = func::FuncOp::create(b, loc, kUpdateFunction,
                                   b.getFunctionType(inputs, results));
  Block *entry = func.addEntryBlock();
  for (auto [i, state] : llvm::enumerate(states)) {
    func.setArgAttrs(i, getStateAttrs(state, b.getContext()));
    entry->getArgument(i).setLoc(NameLoc::get(b.getStringAttr(state.name)));
  }
  for (auto [i, name] : llvm::enumerate(updated))
    func.setResultAttr(i, kUpdatesAttr, b.getStringAttr(name));
  UpdateBuilder(func, states).build(spec, parameters);
}

} // namespace mpc
