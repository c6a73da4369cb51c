/* What the mock says: server-sent events as vLLM writes them, each in an HTTP chunk of its own, and whole JSON. */
#ifndef ANSWERS_H
#define ANSWERS_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
  char *bytes;
  size_t length, room;
};

static void append(struct text *text, const char *bytes, size_t length) {
  if (text->length + length > text->room) {
    text->room = 2 * (text->length + length);
    text->bytes = realloc(text->bytes, text->room);
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

#define ANSWER_ID "\"id\":\"cmpl-5f1c7a90de24\",\"created\":1790000000,\"model\":\"mock\""

static const char STREAM_HEAD[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                                  "transfer-encoding: chunked\r\n\r\n";
static const char LAST_CHUNK[] = "0\r\n\r\n";

static void append_event(struct text *text, const char *json) {
  char size[24];
  append(text, size, sprintf(size, "%zx\r\n", strlen(json) + sizeof "data: \n\n" - 1));
  append(text, "data: ", 6);
  append(text, json, strlen(json));
  append(text, "\n\n\r\n", 4);
}

static void append_choice(struct text *text, int chat, const char *word, const char *finish) {
  char json[512];
  const char *shape = chat ? "{" ANSWER_ID ",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
                             "\"delta\":{\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":%s}]}"
                           : "{" ANSWER_ID ",\"object\":\"text_completion\",\"choices\":[{\"index\":0,"
                             "\"text\":\"%s\",\"logprobs\":null,\"finish_reason\":%s}]}";
  snprintf(json, sizeof json, shape, word, finish);
  append_event(text, json);
}

/** `count` token events. The text is kept, so that a burst costs one copy. */
static void append_tokens(struct text *text, int chat, unsigned count) {
  static struct text kept[2];
  static size_t width[2];
  if (width[chat] == 0) {
    append_choice(&kept[chat], chat, " token", "null");
    width[chat] = kept[chat].length;
  }
  while (kept[chat].length < count * width[chat]) append_choice(&kept[chat], chat, " token", "null");
  append(text, kept[chat].bytes, count * width[chat]);
}

static void append_stream_end(struct text *text, int chat, int usage, unsigned tokens) {
  append_choice(text, chat, "", "\"length\"");
  if (usage) {
    char json[400];
    snprintf(json, sizeof json,
             "{" ANSWER_ID ",\"object\":\"%s\",\"choices\":[],"
             "\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":%u,\"total_tokens\":%u}}",
             chat ? "chat.completion.chunk" : "text_completion", tokens, tokens + 16);
    append_event(text, json);
  }
  append_event(text, "[DONE]");
  append(text, LAST_CHUNK, sizeof LAST_CHUNK - 1);
}

/** What vLLM sends when generation fails after the head: an error inside HTTP 200, then a regular end. */
static void append_error_end(struct text *text) {
  append_event(text, "{\"error\":{\"message\":\"injected\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}");
  append_event(text, "[DONE]");
  append(text, LAST_CHUNK, sizeof LAST_CHUNK - 1);
}

static void append_whole(struct text *text, int status, const char *json, size_t length) {
  char head[200];
  append(text, head,
         snprintf(head, sizeof head, "HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n",
                  status, status == 200 ? "OK" : "Internal Server Error", length));
  append(text, json, length);
}

static void append_plain_answer(struct text *text, int chat, unsigned tokens) {
  static struct text body;
  body.length = 0;
  const char *lead = chat ? "{" ANSWER_ID ",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
                            "\"message\":{\"role\":\"assistant\",\"content\":\""
                          : "{" ANSWER_ID ",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"";
  char tail[300];
  append(&body, lead, strlen(lead));
  for (unsigned i = 0; i < tokens; i++) append(&body, " token", 6);
  append(&body, tail,
         snprintf(tail, sizeof tail,
                  "\"%s,\"logprobs\":null,\"finish_reason\":\"length\"}],"
                  "\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":%u,\"total_tokens\":%u}}",
                  chat ? "}" : "", tokens, tokens + 16));
  append_whole(text, 200, body.bytes, body.length);
}
#endif
