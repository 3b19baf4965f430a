#ifndef STEPWELL_CPROCESS_H
#define STEPWELL_CPROCESS_H

#include <sys/types.h>

/// Makes a pipe whose ends no other program inherits. 0, or an error number.
int stepwell_pipe(int ends[2]);

/// Starts a program in a process group and a folder of its own, with these three streams and no other descriptor of
/// ours, and with signals as a new program expects them. 0, or an error number.
int stepwell_spawn(pid_t *pid, char *const arguments[], char *const environment[], const char *folder, int input,
                   int output, int errors);

#endif
