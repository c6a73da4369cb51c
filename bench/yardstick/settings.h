/* What the mock is told on its command line, as key=value. */
#ifndef SETTINGS_H
#define SETTINGS_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
  double port;
  /** ms to the first token, between tokens (0: all in one write), most of a random delay before the first. */
  double ttft, itl, spread;
  /** s after the first request, and how long: the server's clock stops, nobody gets a byte. */
  double stallAt, stallFor;
  /** Shares of requests: HTTP 500 at once; RST, FIN without the last chunk, error event after half of the tokens. */
  double error, reset, fin, errorEvent;
  /** 1: never sleep, so that waking the server costs the client nothing. */
  double spin;
} settings = {.port = 8000};

static const struct { const char *name; double *value; } KEYS[] = {
    {"port", &settings.port},       {"ttft", &settings.ttft},   {"itl", &settings.itl},
    {"spread", &settings.spread},   {"stallAt", &settings.stallAt}, {"stallFor", &settings.stallFor},
    {"error", &settings.error},     {"reset", &settings.reset}, {"fin", &settings.fin},
    {"errorEvent", &settings.errorEvent}, {"spin", &settings.spin},
};

static void read_settings(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    size_t length = strcspn(arguments[i], "="), key = 0, keys = sizeof KEYS / sizeof *KEYS;
    while (key < keys && (strlen(KEYS[key].name) != length || strncmp(KEYS[key].name, arguments[i], length) != 0)) key++;
    if (key == keys || arguments[i][length] == 0) {
      fprintf(stderr, "mock: unknown setting %s\n", arguments[i]);
      exit(2);
    }
    *KEYS[key].value = atof(arguments[i] + length + 1);
  }
}
#endif
