/* commands.h -- the commands; argv[0] is "ganloss NAME". */
#ifndef GANLOSS_HARNESS_COMMANDS_COMMANDS_H
#define GANLOSS_HARNESS_COMMANDS_COMMANDS_H

#include "harness/base/fail.h"

enum status command_batch(int argc, char **argv);
enum status command_bench(int argc, char **argv);
enum status command_compare(int argc, char **argv);
enum status command_doctor(int argc, char **argv);
enum status command_eval(int argc, char **argv);
enum status command_grade(int argc, char **argv);
enum status command_history(int argc, char **argv);
enum status command_inputs(int argc, char **argv);
enum status command_list(int argc, char **argv);
enum status command_merge(int argc, char **argv);
enum status command_record(int argc, char **argv);
enum status command_report(int argc, char **argv);
enum status command_trace(int argc, char **argv);
enum status command_verify(int argc, char **argv);

#endif
