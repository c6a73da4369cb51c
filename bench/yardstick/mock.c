/*
 * A mock of an OpenAI-compatible server for measuring load generators: one thread, epoll, loopback only, and the truth
 * of every request kept. `mock port=8000 [key=value …]`, see settings.h.
 *
 *   POST …/completions, …/chat/completions   streams and whole answers of as many tokens as asked for
 *   GET /stats  the truth in JSON     GET /count  requests and tokens so far     GET /reset  forget all     any other GET  {}
 */
#define _GNU_SOURCE
#include "answers.h"
#include "settings.h"
#include "timers.h"
#include "truth.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/** One connection by its descriptor; `life` tells a descriptor's users apart. */
struct connection {
  uint32_t life;
  int alive, busy, waits_to_write;
  struct text in, out;
  size_t written;
  int64_t arrived;
  /** The request being answered. */
  size_t truth;
  int chat, stream, usage, begun, cut;
  enum ending fate;
  unsigned tokens, sent;
  int64_t due;
};

static struct connection *connections;
static int epoll;

static uint64_t random_state = 88172645463325252ULL;
static double random_share(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (double)(random_state >> 11) / 9007199254740992.0;
}

static void watch(int fd, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  epoll_ctl(epoll, operation, fd, &event);
}

static void end_request(struct connection *c, enum ending ending) {
  truths[c->truth].ending = ending;
  ended_count++;
  c->busy = 0;
}

static void hang_up(int fd) {
  struct connection *c = &connections[fd];
  if (!c->alive) return;
  if (c->busy) end_request(c, c->cut ? c->fate : LEFT);
  c->alive = 0;
  c->life++;
  close(fd);
}

/** @returns 0 when the connection is gone */
static int flush(int fd) {
  struct connection *c = &connections[fd];
  while (c->written < c->out.length) {
    ssize_t sent = send(fd, c->out.bytes + c->written, c->out.length - c->written, MSG_NOSIGNAL);
    if (sent >= 0) c->written += sent;
    else if (errno == EAGAIN) {
      if (!c->waits_to_write) watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
      c->waits_to_write = 1;
      return 1;
    } else if (errno != EINTR) {
      hang_up(fd);
      return 0;
    }
  }
  c->out.length = c->written = 0;
  if (c->waits_to_write) watch(fd, EPOLL_CTL_MOD, EPOLLIN);
  c->waits_to_write = 0;
  return 1;
}

static void read_requests(int fd);

/** Says what is due on a connection. */
static void speak(int fd) {
  struct connection *c = &connections[fd];
  if (c->cut) {
    struct linger at_once = {1, 0};
    if (c->fate == RESET) setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    hang_up(fd);
    return;
  }
  unsigned until = c->fate == GOOD || c->tokens < 2 ? c->tokens : c->tokens / 2;
  unsigned count = c->stream && settings.itl > 0 ? 1 : until - c->sent;
  if (c->fate == HTTP_ERROR) {
    const char json[] = "{\"error\":{\"message\":\"injected\",\"type\":\"InternalServerError\",\"code\":500}}";
    append_whole(&c->out, 500, json, sizeof json - 1);
    count = 0;
  } else if (!c->stream) append_plain_answer(&c->out, c->chat, count = c->tokens);
  else {
    if (!c->begun) append(&c->out, STREAM_HEAD, sizeof STREAM_HEAD - 1);
    c->begun = 1;
    append_tokens(&c->out, c->chat, count);
  }
  c->sent += count;
  int over = c->fate == HTTP_ERROR || c->sent >= until;
  if (over && c->stream && c->fate == GOOD) append_stream_end(&c->out, c->chat, c->usage, c->sent);
  if (over && c->fate == ERROR_EVENT) append_error_end(&c->out);
  if (!flush(fd)) return;
  if (count > 0) wrote_tokens(c->truth, count, now_ns());
  if (!over) add_timer(fd, c->life, c->due += (int64_t)(settings.itl * 1e6));
  else if (c->fate == RESET || c->fate == FIN) {
    c->cut = 1;
    add_timer(fd, c->life, c->due + (int64_t)((settings.itl > 0 ? settings.itl : 5) * 1e6));
  } else {
    end_request(c, c->fate);
    if (c->in.length > 0) read_requests(fd);
  }
}

static enum ending draw_fate(int stream) {
  double share = random_share();
  if ((share -= settings.error) < 0) return HTTP_ERROR;
  if (!stream) return GOOD;
  if ((share -= settings.reset) < 0) return RESET;
  if ((share -= settings.fin) < 0) return FIN;
  return share - settings.errorEvent < 0 ? ERROR_EVENT : GOOD;
}

static void generate(int fd, int chat, const char *body, size_t length) {
  struct connection *c = &connections[fd];
  int64_t now = now_ns();
  const char *asked = memmem(body, length, "\"max_tokens\":", 13);
  if (truth_count == 0 && settings.stallFor > 0) {
    stall_from = now + (int64_t)(settings.stallAt * 1e9);
    stall_to = stall_from + (int64_t)(settings.stallFor * 1e9);
  }
  c->busy = 1;
  c->truth = begin_truth(c->arrived);
  c->chat = chat;
  c->stream = memmem(body, length, "\"stream\":true", 13) != NULL;
  c->usage = memmem(body, length, "\"include_usage\":true", 20) != NULL;
  c->tokens = asked ? strtoul(asked + 13, NULL, 10) : 16;
  c->fate = draw_fate(c->stream);
  c->sent = c->begun = c->cut = 0;
  c->due = server_time(now);
  if (c->fate != HTTP_ERROR) c->due += (int64_t)((settings.ttft + settings.spread * random_share()) * 1e6);
  if (!c->stream) c->due += (int64_t)(settings.itl * (c->tokens - 1) * 1e6);
  // A stream's head goes out at once, as uvicorn does it.
  if (c->stream && c->fate != HTTP_ERROR && settings.ttft > 0 && server_time(now) == now) {
    append(&c->out, STREAM_HEAD, sizeof STREAM_HEAD - 1);
    c->begun = 1;
    if (!flush(fd)) return;
  }
  add_timer(fd, c->life, c->due);
}

static void tell(int fd, const char *path, size_t length) {
  char *json = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&json, &size);
  if (length == 6 && memcmp(path, "/stats", 6) == 0) print_truth(out);
  else if (length == 6 && memcmp(path, "/count", 6) == 0) {
    fprintf(out, "{\"requests\":%zu,\"ended\":%zu,\"tokens\":%llu,\"at\":%lld}\n", truth_count, ended_count,
            (unsigned long long)token_count, (long long)now_ns());
  } else if (length == 6 && memcmp(path, "/reset", 6) == 0) {
    truth_count = ended_count = gap_count = token_count = stall_from = 0;
    fprintf(out, "{}");
  } else fprintf(out, "{\"object\":\"list\",\"data\":[{\"id\":\"mock\",\"object\":\"model\",\"owned_by\":\"mock\"}]}");
  fclose(out);
  append_whole(&connections[fd].out, 200, json, size);
  free(json);
  flush(fd);
}

static int ends_with(const char *text, size_t length, const char *end) {
  size_t n = strlen(end);
  return length >= n && memcmp(text + length - n, end, n) == 0;
}

/** Takes whole requests from what has come, one at a time: clients here do not pipeline. */
static void read_requests(int fd) {
  struct connection *c = &connections[fd];
  while (c->alive && !c->busy && c->in.length > 0) {
    const char *bytes = c->in.bytes, *blank = memmem(bytes, c->in.length, "\r\n\r\n", 4);
    if (blank == NULL) return;
    size_t head = blank + 4 - bytes, body = 0;
    for (const char *line = bytes; line < blank;) {
      if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
      const char *end = memchr(line, '\n', blank + 2 - line);
      if (end == NULL) break;
      line = end + 1;
    }
    if (c->in.length < head + body) return;
    const char *path = memchr(bytes, ' ', head) + 1;
    size_t length = (const char *)memchr(path, ' ', head) - path;
    int chat = ends_with(path, length, "/chat/completions");
    if (bytes[0] == 'P' && ends_with(path, length, "/completions")) generate(fd, chat, bytes + head, body);
    else tell(fd, path, length);
    c->in.length -= head + body;
    memmove(c->in.bytes, c->in.bytes + head + body, c->in.length);
  }
}

static void hear(int fd, int64_t now) {
  static char bytes[65536];
  struct connection *c = &connections[fd];
  ssize_t got = recv(fd, bytes, sizeof bytes, 0);
  if (got <= 0) {
    if (got == 0 || errno != EAGAIN) hang_up(fd);
    return;
  }
  if (c->in.length == 0) c->arrived = now;
  append(&c->in, bytes, got);
  read_requests(fd);
}

static void welcome(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    struct connection *c = &connections[fd];
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->alive = 1;
    c->busy = c->waits_to_write = 0;
    c->in.length = c->out.length = c->written = 0;
    watch(fd, EPOLL_CTL_ADD, EPOLLIN);
  }
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 4096) < 0) {
    perror("mock: cannot listen");
    exit(1);
  }
  return fd;
}

int main(int count, char **arguments) {
  read_settings(count, arguments);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max < 65536 ? files.rlim_max : 65536;
  setrlimit(RLIMIT_NOFILE, &files);
  connections = calloc(files.rlim_cur, sizeof *connections);
  prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
  int listener = listen_on((int)settings.port);
  epoll = epoll_create1(0);
  watch(listener, EPOLL_CTL_ADD, EPOLLIN);
  static struct epoll_event events[512];
  for (;;) {
    int64_t wait = settings.spin ? 0 : time_to_wait(now_ns());
    struct timespec limit = {wait / 1000000000, wait % 1000000000};
    int ready = epoll_pwait2(epoll, events, 512, wait < 0 ? NULL : &limit, NULL);
    int64_t now = now_ns();
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) welcome(listener);
      else if (connections[fd].alive) {
        if (events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) hear(fd, now);
        if (connections[fd].alive && events[i].events & EPOLLOUT) flush(fd);
      }
    }
    for (int burst = 0; burst < 256 && timer_count > 0 && timers[0].due <= server_time(now_ns()); burst++) {
      struct timer timer = take_timer();
      if (connections[timer.fd].alive && connections[timer.fd].life == timer.life) speak(timer.fd);
    }
  }
}
