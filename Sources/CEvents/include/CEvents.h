// What a process that stays needs of the system and Swift cannot call: waiting for a file, a signal and a deadline at
// once, and telling systemd how it is.
#ifndef STEPWELL_CEVENTS_H
#define STEPWELL_CEVENTS_H

// What ended a wait.
enum { STEPWELL_DEADLINE = 0, STEPWELL_CHANGED = 1, STEPWELL_STOP = 2 };

// Lets SIGTERM and SIGINT ask for an end rather than bring it. 0, or -1 with errno.
int stepwell_events_catch_stop(void);

// Whether an end was asked for.
int stepwell_events_is_stopped(void);

// Watches the files of a folder; a descriptor, or -1 with errno.
int stepwell_events_watch(const char *folder);

// Forgets what has changed so far.
void stepwell_events_drain(int watch);

// Waits until one of the files whose name begins so is written to, an end is asked for, or so many milliseconds are
// over.
int stepwell_events_wait(int watch, const char *prefix, int milliseconds);

// Tells a service manager something such as READY=1; nothing where there is none.
void stepwell_events_notify(const char *state);

#endif
