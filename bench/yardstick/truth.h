/* What happened to each request, as the server saw it. All instants are ns of CLOCK_MONOTONIC. */
#ifndef TRUTH_H
#define TRUTH_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum ending { OPEN, GOOD, HTTP_ERROR, RESET, FIN, ERROR_EVENT, LEFT, ENDINGS };
static const char *const ENDING_NAMES[ENDINGS] = {"open", "good", "httpError", "reset", "fin", "errorEvent", "left"};

struct truth {
  /** First byte of the request; return of the write with the first token, with the last token. */
  int64_t arrived, first, last;
  uint32_t tokens;
  enum ending ending;
};

static struct truth *truths;
static size_t truth_count, truth_room, ended_count;
static uint64_t token_count;
/** Gaps between writes of tokens, in units of 100 ns. */
static uint32_t *gaps;
static size_t gap_count, gap_room;

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static size_t begin_truth(int64_t arrived) {
  if (truth_count == truth_room) truths = realloc(truths, (truth_room = truth_room * 2 + 65536) * sizeof *truths);
  truths[truth_count] = (struct truth){.arrived = arrived};
  return truth_count++;
}

static void wrote_tokens(size_t index, uint32_t tokens, int64_t at) {
  struct truth *truth = &truths[index];
  if (truth->tokens == 0) truth->first = at;
  else {
    if (gap_count == gap_room) gaps = realloc(gaps, (gap_room = gap_room * 2 + 65536) * sizeof *gaps);
    gaps[gap_count++] = (uint32_t)((at - truth->last) / 100);
  }
  truth->last = at;
  truth->tokens += tokens;
  token_count += tokens;
}

static int by_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** Writes `,"name":{…}`; percentiles by nearest rank, in ms. */
static void print_distribution(FILE *out, const char *name, double *values, size_t count) {
  double sum = 0;
  qsort(values, count, sizeof *values, by_double);
  for (size_t i = 0; i < count; i++) sum += values[i];
  fprintf(out, ",\"%s\":{\"n\":%zu", name, count);
  if (count > 0)
    fprintf(out, ",\"mean\":%.6f,\"min\":%.6f,\"p50\":%.6f,\"p99\":%.6f,\"max\":%.6f", sum / count, values[0],
            values[(count + 1) / 2 - 1], values[(count * 99 + 99) / 100 - 1], values[count - 1]);
  fprintf(out, "}");
}

static void print_truth(FILE *out) {
  size_t endings[ENDINGS] = {0}, good = 0;
  int64_t from = 0, until = 0, last_arrival = 0;
  size_t room = (truth_count > gap_count ? truth_count : gap_count) + 1;
  double *ttft = malloc(room * sizeof *ttft), *latency = malloc(room * sizeof *latency);
  for (size_t i = 0; i < truth_count; i++) {
    const struct truth *truth = &truths[i];
    endings[truth->ending]++;
    if (from == 0 || truth->arrived < from) from = truth->arrived;
    if (truth->arrived > last_arrival) last_arrival = truth->arrived;
    if (truth->last > until) until = truth->last;
    if (truth->ending != GOOD) continue;
    ttft[good] = (truth->first - truth->arrived) / 1e6;
    latency[good++] = (truth->last - truth->arrived) / 1e6;
  }
  fprintf(out, "{\"requests\":%zu,\"tokens\":%llu,\"firstArrival\":%lld,\"lastArrival\":%lld,\"lastWrite\":%lld", truth_count,
          (unsigned long long)token_count, (long long)from, (long long)last_arrival, (long long)until);
  for (int i = 0; i < ENDINGS; i++) fprintf(out, ",\"%s\":%zu", ENDING_NAMES[i], endings[i]);
  print_distribution(out, "ttft", ttft, good);
  print_distribution(out, "latency", latency, good);
  for (size_t i = 0; i < gap_count; i++) ttft[i] = gaps[i] / 1e4;
  print_distribution(out, "itl", ttft, gap_count);
  fprintf(out, "}\n");
  free(ttft);
  free(latency);
}
#endif
