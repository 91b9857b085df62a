//===- Command.cpp - command lines, their help and their errors -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"

#include "FileBytes.h"
#include "Text.h"

#include <CLI/App.hpp>

namespace mpc::tool {

namespace {

/// One line per option of a group.
std::string helpGroup(const CLI::App &app, const std::string &group) {
  std::string text;
  for (const CLI::Option *option : app.get_options()) {
    if (option->get_group() != group || option->get_positional())
      continue;
    std::string head = option->get_name(false, true);
    std::replace(head.begin(), head.end(), ',', ' ');
    if (std::string argument = option->get_type_name(); !argument.empty())
      head += " " + argument;
    text += fmt::format("  {:26} {}\n", head, option->get_description());
  }
  return text.empty() ? text : fmt::format("\n{}\n{}", group, text);
}

std::vector<std::string> optionNames(const CLI::App &app) {
  std::vector<std::string> names;
  for (const CLI::Option *option : app.get_options())
    for (const std::string &name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

[[noreturn]] void failUnexpected(const CLI::App &app,
                                 const std::vector<std::string> &extras) {
  std::string word = extras.front();
  for (const std::string &extra : extras)
    if (extra.size() > 1 && extra[0] == '-') {
      word = extra.substr(0, extra.find('='));
      fail(Exit::usage, "unknown option '{}'{} See '{} --help'", word,
           suggest(word, optionNames(app)), app.get_name());
    }
  fail(Exit::usage, "unexpected argument '{}'. See '{} --help'", word,
       app.get_name());
}

/// CLI11's message in our form.
std::string reword(const CLI::ParseError &error) {
  std::string message = error.what();
  if (error.get_name() == "ConversionError") {
    // "Could not convert: --epochs = abc"
    size_t colon = message.find(": "), equals = message.find(" = ");
    if (colon != std::string::npos && equals != std::string::npos)
      return fmt::format("{} expects a number, but got '{}'",
                         message.substr(colon + 2, equals - colon - 2),
                         message.substr(equals + 3));
  }
  if (error.get_name() == "ArgumentMismatch")
    // "--epochs: 1 required N missing"
    return message.substr(0, message.find(':')) + " expects one value";
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z')
    message[0] = static_cast<char>(message[0] - 'A' + 'a');
  return message.substr(0, message.find('\n'));
}

} // namespace

void warn(const std::string &message) {
  fmt::print(stderr, "mpc: warning: {}\n", message);
}

CLI::Option *named(CLI::Option *option, const char *argument) {
  return option->type_name(argument);
}

CLI::Option *repeated(CLI::Option *option) {
  return option->take_all()->allow_extra_args(false);
}

void describe(CLI::App &app, const char *usage, const char *examples) {
  app.formatter_fn([=](const CLI::App *command, std::string,
                       CLI::AppFormatMode) {
    std::string text = fmt::format("{}: {}\n\nusage: {}\n", command->get_name(),
                                   command->get_description(), usage);
    for (const std::string &group : command->get_groups())
      text += helpGroup(*command, group);
    return text + fmt::format("\nexamples\n{}", examples);
  });
}

bool parseArguments(CLI::App &app, int argc, const char *const *argv) {
  app.set_help_flag("-h,--help", "this page")->group("other");
  app.allow_extras();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp &) {
    writeStdout(app.help());
    return false;
  } catch (const CLI::ParseError &error) {
    if (app.remaining_size() != 0)
      failUnexpected(app, app.remaining());
    fail(Exit::usage, "{}. See '{} --help'", reword(error), app.get_name());
  }
  if (app.remaining_size() != 0)
    failUnexpected(app, app.remaining());
  return true;
}

} // namespace mpc::tool
