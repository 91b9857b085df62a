//===- BuildInit.cpp - builds @init(seed) from initialisers ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"
#include "mpc/IR/States.h"
#include "mpc/Passes.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Remarks.h"

#include "llvm/ADT/MapVector.h"

#include <cmath>

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_BUILDINITPASS
#include "mpc/Passes.h.inc"

namespace {

constexpr StringLiteral kInitFunction = "init";

//===----------------------------------------------------------------------===//
// Initialisers
//===----------------------------------------------------------------------===//

struct Fans {
  double in = 1, out = 1;
};

Fans getFans(RankedTensorType type) {
  ArrayRef<int64_t> shape = type.getShape();
  Fans fans;
  if (!shape.empty())
    fans = {double(shape[std::max<int64_t>(shape.size() - 2, 0)]),
            double(shape.back())};
  // Nothing is drawn for an empty parameter, so any finite bound will do.
  return {std::max(fans.in, 1.0), std::max(fans.out, 1.0)};
}

/// Elements are offset + scale * x, with x drawn, or all 1.
struct Recipe {
  std::optional<Distribution> drawn;
  double offset = 0, scale = 0;
};

Recipe uniform(double low, double high) {
  return {Distribution::uniform, low, high - low};
}
Recipe normal(double mean, double deviation) {
  return {Distribution::normal, mean, deviation};
}

Recipe getRecipe(InitAttr init, RankedTensorType type) {
  Fans fans = getFans(type);
  double glorot = fans.in + fans.out;
  StringRef scheme = init.getScheme();
  if (scheme == "ones")
    return {std::nullopt, 1, 0};
  if (scheme == "uniform")
    return uniform(init.getFirst(), init.getSecond());
  if (scheme == "normal")
    return normal(init.getFirst(), init.getSecond());
  if (scheme == "xavier_uniform")
    return uniform(-std::sqrt(6 / glorot), std::sqrt(6 / glorot));
  if (scheme == "xavier_normal")
    return normal(0, std::sqrt(2 / glorot));
  if (scheme == "kaiming_uniform")
    return uniform(-std::sqrt(6 / fans.in), std::sqrt(6 / fans.in));
  if (scheme == "kaiming_normal")
    return normal(0, std::sqrt(2 / fans.in));
  return {};
}

bool isZeros(const Recipe &recipe) {
  return !recipe.drawn && recipe.offset == 0;
}

//===----------------------------------------------------------------------===//
// What is initialised
//===----------------------------------------------------------------------===//

/// A parameter, or a state of the model.
struct Variable {
  StringAttr name;
  RankedTensorType type;
  Location loc;
  InitAttr init; ///< null means zeros
  int64_t row = 0;
  bool isFrozen = false;

  Recipe getRecipe() const {
    return init ? mpc::getRecipe(init, type) : Recipe();
  }
};

/// Where parameters lie.
struct Arena {
  StringRef name;
  RankedTensorType type;
  bool isFrozen;
};

FailureOr<SmallVector<Variable>> readParameters(ModuleOp module) {
  auto entries = module->getAttrOfType<ArrayAttr>(kParametersAttr);
  if (!entries)
    return module.emitError("expects a module with '")
           << kParametersAttr << "'; mpc-attach-optimizer makes it";
  SmallVector<Variable> parameters;
  for (Attribute entry : entries) {
    auto dict = dyn_cast<DictionaryAttr>(entry);
    auto name = dict ? dict.getAs<StringAttr>("name") : nullptr;
    auto type = dict ? dict.getAs<TypeAttr>("type") : nullptr;
    auto row = dict ? dict.getAs<IntegerAttr>("row") : nullptr;
    auto tensor =
        type ? dyn_cast<RankedTensorType>(type.getValue()) : RankedTensorType();
    if (!name || !row || !tensor)
      return module.emitError("expects entries of '")
             << kParametersAttr << "' to have name, type and row, but got "
             << entry;
    parameters.push_back({name, tensor, NameLoc::get(name),
                          dict.getAs<InitAttr>("init"), row.getInt(),
                          !!dict.get("frozen")});
  }
  return parameters;
}

/// The states of the model, each once.
class StateTable {
public:
  LogicalResult add(func::FuncOp func) {
    for (BlockArgument argument : func.getArguments()) {
      unsigned i = argument.getArgNumber();
      auto kind = func.getArgAttrOfType<StringAttr>(i, kKindAttr);
      auto name = func.getArgAttrOfType<StringAttr>(i, kStateAttr);
      auto type = dyn_cast<RankedTensorType>(argument.getType());
      if (!name || !type || !kind || kind.getValue() != "state")
        continue;
      Variable state{name, type, argument.getLoc(),
                     func.getArgAttrOfType<InitAttr>(i, kInitAttr)};
      if (failed(add(state)))
        return failure();
    }
    return success();
  }

  auto begin() const { return states.begin(); }
  auto end() const { return states.end(); }
  size_t size() const { return states.size(); }

private:
  LogicalResult add(const Variable &state) {
    auto [it, isNew] = states.insert({state.name, state});
    Variable &known = it->second;
    if (known.type != state.type)
      return conflict("type", known, TypeAttr::get(known.type), state,
                      TypeAttr::get(state.type));
    if (known.init && state.init && known.init != state.init)
      return conflict("initialiser", known, known.init, state, state.init);
    if (!known.init)
      known.init = state.init;
    return success();
  }

  LogicalResult conflict(StringRef what, const Variable &known, Attribute had,
                         const Variable &other, Attribute got) {
    InFlightDiagnostic diag = emitError(other.loc, "expects state ")
                              << other.name << " to have one " << what
                              << ", but got " << got << " and " << had;
    diag.attachNote(known.loc) << "declared here";
    return diag;
  }

  llvm::MapVector<StringAttr, Variable> states;
};

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

/// Builds the body of `@init`.
class InitBuilder {
public:
  explicit InitBuilder(func::FuncOp func)
      : builder(func.getLoc(), OpBuilder::atBlockEnd(&func.getBody().front())),
        seed(func.getArgument(0)) {
    zero = ConstantOp::create(
        builder,
        DenseElementsAttr::get(cast<ShapedType>(seed.getType()), int64_t(0)));
  }

  Value pack(ArrayRef<Variable> parameters, const Arena &which);
  Value fill(const Variable &variable, int64_t stream);
  void finish(ValueRange results) { func::ReturnOp::create(builder, results); }

  unsigned numRandom = 0;

private:
  Value full(RankedTensorType type, double number) {
    auto attr = DenseElementsAttr::get(
        type, FloatAttr::get(type.getElementType(), number));
    return ConstantOp::create(builder, attr);
  }
  /// offset + scale * x with x drawn, in f32.
  Value draw(const Recipe &recipe, RankedTensorType type, int64_t stream);

  ImplicitLocOpBuilder builder;
  Value seed, zero;
};

Value InitBuilder::draw(const Recipe &recipe, RankedTensorType type,
                        int64_t stream) {
  ++numRandom;
  Value x =
      RandomOp::create(builder, type, *recipe.drawn, seed, zero, zero, stream);
  Value scaled = MulOp::create(builder, x, full(type, recipe.scale));
  if (recipe.offset == 0)
    return scaled;
  return AddOp::create(builder, scaled, full(type, recipe.offset));
}

Value InitBuilder::fill(const Variable &variable, int64_t stream) {
  builder.setLoc(NameLoc::get(variable.name, variable.loc));
  Recipe recipe = variable.getRecipe();
  auto f32 =
      RankedTensorType::get(variable.type.getShape(), builder.getF32Type());
  Value value;
  if (recipe.drawn) {
    value = draw(recipe, f32, stream);
  } else {
    // Repeated from rank 0, so that the engine does not hold the elements.
    Value one =
        full(RankedTensorType::get({}, builder.getF32Type()), recipe.offset);
    value = BroadcastOp::create(builder, f32, one, ArrayRef<int64_t>());
  }
  if (f32 == variable.type)
    return value;
  return ConvertOp::create(builder, variable.type, value);
}

/// The arena of the parameters that are frozen, or of those that are not. What
/// a parameter starts as does not depend on it.
Value InitBuilder::pack(ArrayRef<Variable> parameters, const Arena &which) {
  SmallVector<Value> segments;
  SmallVector<int64_t> rows;
  for (auto [stream, parameter] : llvm::enumerate(parameters)) {
    if (isZeros(parameter.getRecipe()) || parameter.isFrozen != which.isFrozen)
      continue;
    segments.push_back(fill(parameter, stream));
    rows.push_back(parameter.row);
  }
  builder.setLoc(NameLoc::get(builder.getStringAttr(which.name)));
  return PackOp::create(builder, which.type, segments, rows);
}

/// The arenas of parameters, which functions have as arguments.
SmallVector<Arena> findArenas(ModuleOp module) {
  SmallVector<Arena> arenas;
  for (StringRef name : {StringRef(kParamsState), StringRef(kFrozenState)})
    for (auto func : module.getOps<func::FuncOp>())
      if (std::optional<unsigned> i = findState(func, name)) {
        auto type = dyn_cast<RankedTensorType>(func.getArgumentTypes()[*i]);
        if (type)
          arenas.push_back({name, type, name == kFrozenState});
        break;
      }
  return arenas;
}

/// Do functions draw random numbers?
bool readsSeed(ModuleOp module) {
  return llvm::any_of(module.getOps<func::FuncOp>(), [](func::FuncOp func) {
    return findState(func, kSeedState).has_value();
  });
}

func::FuncOp createInit(ModuleOp module, ArrayRef<Arena> arenas,
                        const StateTable &states) {
  auto b = OpBuilder::atBlockEnd(module.getBody());
  SmallVector<Type> results;
  SmallVector<StringAttr> names;
  for (const Arena &arena : arenas) {
    results.push_back(arena.type);
    names.push_back(b.getStringAttr(arena.name));
  }
  for (auto &[name, state] : states) {
    results.push_back(state.type);
    names.push_back(name);
  }
  auto seed = RankedTensorType::get({}, b.getI64Type());
  if (readsSeed(module)) {
    results.push_back(seed);
    names.push_back(b.getStringAttr(kSeedState));
  }
  auto func =
      func::FuncOp::create(b, NameLoc::get(b.getStringAttr(kInitFunction)),
                           kInitFunction, b.getFunctionType(seed, results));
  func.addEntryBlock()->getArgument(0).setLoc(
      NameLoc::get(b.getStringAttr("seed")));
  func.setArgAttr(0, kInputAttr, b.getStringAttr("seed"));
  for (auto [i, name] : llvm::enumerate(names))
    func.setResultAttr(i, kUpdatesAttr, name);
  return func;
}

class BuildInit : public impl::BuildInitPassBase<BuildInit> {
public:
  using BuildInitPassBase::BuildInitPassBase;

  void runOnOperation() override {
    if (failed(buildInit()))
      signalPassFailure();
  }

private:
  LogicalResult buildInit() {
    ModuleOp module = getOperation();
    if (Operation *taken = module.lookupSymbol(kInitFunction))
      return taken->emitError("function '")
             << kInitFunction << "' has the name of a function that mpc makes";
    FailureOr<SmallVector<Variable>> parameters = readParameters(module);
    SmallVector<Arena> arenas = findArenas(module);
    if (failed(parameters))
      return failure();
    if (arenas.empty())
      return module.emitError("expects a function with the state 'params'; "
                              "mpc-attach-optimizer makes it");
    StateTable states;
    for (auto func : module.getOps<func::FuncOp>())
      if (failed(states.add(func)))
        return failure();
    fillAll(createInit(module, arenas, states), *parameters, arenas, states);
    return success();
  }

  void fillAll(func::FuncOp func, ArrayRef<Variable> parameters,
               ArrayRef<Arena> arenas, const StateTable &states) {
    InitBuilder builder(func);
    SmallVector<Value> results;
    for (const Arena &arena : arenas)
      results.push_back(builder.pack(parameters, arena));
    int64_t stream = parameters.size();
    for (auto &[name, state] : states)
      results.push_back(builder.fill(state, stream++));
    if (findUpdate(func, kSeedState))
      results.push_back(func.getArgument(0));
    builder.finish(results);
    numRandom += builder.numRandom;
    numStates += states.size();
    remark::passed(func.getLoc(),
                   remark::RemarkOpts::name("init").category("mpc-build-init"))
        << remark::metric("random", builder.numRandom)
        << remark::metric("variables", parameters.size() + states.size());
  }
};

} // namespace
} // namespace mpc
