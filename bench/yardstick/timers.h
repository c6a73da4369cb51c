/* What the mock has to say when, by a clock that stands still in a stall. */
#ifndef TIMERS_H
#define TIMERS_H
#include <stdint.h>
#include <stdlib.h>

/* The server's clock: that of the machine but for the stall. */
static int64_t stall_from, stall_to;
static int64_t server_time(int64_t now) {
  if (stall_from == 0 || now < stall_from) return now;
  return now < stall_to ? stall_from : now - (stall_to - stall_from);
}

/* What is due when, by the server's clock: a binary heap. */
struct timer { int64_t due; int fd; uint32_t life; };
static struct timer *timers;
static size_t timer_count, timer_room;

static void add_timer(int fd, uint32_t life, int64_t due) {
  if (timer_count == timer_room) timers = realloc(timers, (timer_room = timer_room * 2 + 1024) * sizeof *timers);
  size_t at = timer_count++;
  for (; at > 0 && timers[(at - 1) / 2].due > due; at = (at - 1) / 2) timers[at] = timers[(at - 1) / 2];
  timers[at] = (struct timer){due, fd, life};
}

static struct timer take_timer(void) {
  struct timer top = timers[0], last = timers[--timer_count];
  size_t at = 0;
  for (size_t child = 1; child < timer_count; child = 2 * at + 1) {
    if (child + 1 < timer_count && timers[child + 1].due < timers[child].due) child++;
    if (timers[child].due >= last.due) break;
    timers[at] = timers[child];
    at = child;
  }
  timers[at] = last;
  return top;
}

/** Until the next thing is due, ns; -1: nothing is. */
static int64_t time_to_wait(int64_t now) {
  if (timer_count == 0) return -1;
  if (stall_from != 0 && now >= stall_from && now < stall_to) return stall_to - now;
  int64_t wait = timers[0].due - server_time(now);
  return wait < 0 ? 0 : wait;
}
#endif
