/*
 * The floor: the least a client can do with streams of tokens. One thread, epoll, N connections in a closed loop; it
 * counts events and takes the time of each read, and nothing more.
 * `reader PORT CONNECTIONS TOKENS REQUESTS [plain]` prints JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char request[600];
static size_t request_length;
static long to_send, answered, events_seen;
static int64_t last_read;

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void make_request(int tokens, int plain) {
  char body[400];
  int length = snprintf(body, sizeof body,
                        "{\"prompt\":[1000,1000,1000,4,5,6,7,8,9,10,11,12,13,14,15,16],\"model\":\"mock\","
                        "\"max_tokens\":%d,\"min_tokens\":%d,\"ignore_eos\":true,\"temperature\":0,\"stream\":%s}",
                        tokens, tokens, plain ? "false" : "true,\"stream_options\":{\"include_usage\":true}");
  request_length = snprintf(request, sizeof request,
                            "POST /v1/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                            "content-length: %d\r\n\r\n%s",
                            length, body);
}

static void ask(int fd) {
  if (to_send-- > 0 && send(fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) exit(1);
}

static int dial(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    perror("reader: cannot connect");
    exit(1);
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

/** Counts the events in what has come. @returns whether the answer ends with it */
static int take(const char *bytes, size_t length, int plain) {
  const char *at = bytes, *end = bytes + length;
  if (plain) return bytes[length - 1] == '}';
  while ((at = memmem(at, end - at, "\n\n", 2)) != NULL) {
    events_seen++;
    at += 2;
  }
  return length >= 5 && memcmp(end - 5, "0\r\n\r\n", 5) == 0;
}

int main(int count, char **arguments) {
  if (count < 5) return fprintf(stderr, "usage: reader PORT CONNECTIONS TOKENS REQUESTS [plain]\n"), 2;
  int port = atoi(arguments[1]), connections = atoi(arguments[2]), tokens = atoi(arguments[3]), plain = count > 5;
  long requests = to_send = atol(arguments[4]);
  static char bytes[65536];
  static struct epoll_event ready[512];
  int epoll = epoll_create1(0);
  make_request(tokens, plain);
  int *sockets = malloc(connections * sizeof *sockets);
  for (int i = 0; i < connections; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = sockets[i] = dial(port)};
    epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[i], &event);
  }
  int64_t from = now_ns();
  for (int i = 0; i < connections; i++) ask(sockets[i]);
  while (answered < requests) {
    int n = epoll_wait(epoll, ready, 512, -1);
    for (int i = 0; i < n; i++) {
      ssize_t got = recv(ready[i].data.fd, bytes, sizeof bytes, MSG_DONTWAIT);
      last_read = now_ns();
      if (got <= 0) return fprintf(stderr, "reader: the server hung up\n"), 1;
      if (!take(bytes, got, plain)) continue;
      answered++;
      ask(ready[i].data.fd);
    }
  }
  double seconds = (now_ns() - from) / 1e9;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  printf("{\"requests\":%ld,\"tokens\":%ld,\"seconds\":%.6f,\"perSecond\":%.1f,\"cpuPerRequest\":%.4f,\"cpuPerToken\":%.4f}\n",
         requests, requests * tokens, seconds, requests / seconds, cpu * 1e6 / requests, cpu * 1e6 / (requests * tokens));
  return 0;
}
