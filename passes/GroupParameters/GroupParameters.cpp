//===- GroupParameters.cpp - what holds for some parameters only ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/GlobPattern.h"

#include <cmath>

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_GROUPPARAMETERSPASS
#include "mpc/Passes.h.inc"

namespace {

/// One `PATTERN:KEY[=VALUE],...`, read.
struct Group {
  std::string text;
  llvm::GlobPattern pattern;
  std::optional<double> rate, decay;
  bool frozen = false;
};

/// Reads `lr=0.1`, `decay=0` or `frozen`; returns what is wrong with it.
std::string parseSetting(StringRef text, Group &group) {
  if (text == "frozen") {
    group.frozen = true;
    return "";
  }
  auto [key, number] = text.split('=');
  if (key != "lr" && key != "decay")
    return llvm::formatv("a group has no '{0}', expects lr, decay or frozen",
                         key);
  double value;
  if (number.getAsDouble(value) || !(value >= 0) || !std::isfinite(value))
    return llvm::formatv("expects '{0}' of a group to be a factor from 0 up, "
                         "but got '{1}'",
                         key, number);
  (key == "lr" ? group.rate : group.decay) = value;
  return "";
}

/// Appends the group of `text`; returns what is wrong with it.
std::string parseGroup(StringRef text, std::vector<Group> &groups) {
  // Names may contain a colon, settings do not.
  auto [glob, settings] = text.rsplit(':');
  if (glob.size() == text.size() || glob.empty() || settings.empty())
    return llvm::formatv(
        "expects a group to be PATTERN:KEY[=VALUE],..., but got '{0}'", text);
  auto pattern = llvm::GlobPattern::create(glob);
  if (!pattern)
    return llvm::formatv("expects a group to begin with a glob, but got '{0}' "
                         "({1})",
                         glob, llvm::toString(pattern.takeError()));
  groups.push_back({text.str(), std::move(*pattern), {}, {}, false});
  SmallVector<StringRef> entries;
  settings.split(entries, ',');
  for (StringRef entry : entries)
    if (std::string error = parseSetting(entry, groups.back()); !error.empty())
      return error;
  return "";
}

std::string parseGroups(ArrayRef<std::string> texts,
                        std::vector<Group> &groups) {
  for (const std::string &text : texts)
    if (std::string error = parseGroup(text, groups); !error.empty())
      return error;
  return "";
}

/// The attributes of each parameter that differ from the others'.
using Settings = llvm::MapVector<Attribute, NamedAttrList>;

constexpr StringLiteral kSettings[] = {kRateFactorAttr, kDecayFactorAttr,
                                       kFrozenAttr};

template <typename Action>
void forEachParameter(ModuleOp module, Action action) {
  for (auto func : module.getOps<func::FuncOp>())
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (auto name = func.getArgAttrOfType<StringAttr>(i, kParamAttr))
        action(func, i, name);
}

class GroupParameters : public impl::GroupParametersPassBase<GroupParameters> {
public:
  using GroupParametersPassBase::GroupParametersPassBase;

  void runOnOperation() override {
    if (failed(group()))
      signalPassFailure();
  }

private:
  LogicalResult group() {
    std::vector<Group> parsed;
    if (std::string error = parseGroups(groups, parsed); !error.empty())
      return getOperation().emitError(error);
    Settings settings;
    collect(settings);
    for (const Group &one : parsed)
      if (failed(apply(one, settings)))
        return failure();
    forEachParameter(getOperation(),
                     [&](func::FuncOp func, unsigned i, StringAttr name) {
                       for (NamedAttribute attr : settings[name])
                         func.setArgAttr(i, attr.getName(), attr.getValue());
                     });
    report(settings);
    return success();
  }

  /// What the model says itself.
  void collect(Settings &settings) {
    forEachParameter(getOperation(),
                     [&](func::FuncOp func, unsigned i, StringAttr name) {
                       NamedAttrList &own = settings[name];
                       for (StringRef key : kSettings)
                         if (Attribute value = func.getArgAttr(i, key))
                           own.set(key, value);
                     });
  }

  LogicalResult apply(const Group &group, Settings &settings) {
    Builder b(&getContext());
    bool matched = false;
    for (auto &[name, own] : settings) {
      if (!group.pattern.match(cast<StringAttr>(name).getValue()))
        continue;
      matched = true;
      if (group.rate)
        own.set(kRateFactorAttr, b.getF64FloatAttr(*group.rate));
      if (group.decay)
        own.set(kDecayFactorAttr, b.getF64FloatAttr(*group.decay));
      if (group.frozen)
        own.set(kFrozenAttr, b.getUnitAttr());
    }
    if (matched)
      return success();
    auto names = llvm::map_range(settings, [](const auto &entry) {
      return cast<StringAttr>(entry.first).getValue();
    });
    return getOperation().emitError("no parameter has a name like that of the "
                                    "group '")
           << group.text << "'; the parameters are " << llvm::join(names, ", ");
  }

  void report(const Settings &settings) {
    for (const auto &[name, own] : settings) {
      if (own.empty())
        continue;
      ++numGrouped;
      remark::analysis(
          getOperation().getLoc(),
          remark::RemarkOpts::name("group").category("mpc-group-parameters"))
          << remark::metric("parameter", cast<StringAttr>(name).getValue())
          << remark::metric("settings", own.getAttrs().size());
    }
  }
};

} // namespace

std::string findGroupsError(ArrayRef<std::string> texts) {
  std::vector<Group> groups;
  return parseGroups(texts, groups);
}

} // namespace mpc
