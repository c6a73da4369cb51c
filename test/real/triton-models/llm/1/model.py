"""A text model's manners without a model: `max_tokens` words at a steady pace, each its own response when streaming.

It counts the words it sends in a metric of its own, so that a client's count can be held against it.
"""

import threading
import time

import numpy
import triton_python_backend_utils as triton

FIRST_SECONDS = 0.03
NEXT_SECONDS = 0.01
WORDS = "a server says words one after another until na\u00efve clients have counted enough of them".split()


class TritonPythonModel:
    def initialize(self, _):
        self.open = 0
        self.door = threading.Condition()
        family = triton.MetricFamily(
            name="llm_tokens_sent", description="Words the model sent", kind=triton.MetricFamily.COUNTER
        )
        self.sent = family.Metric(labels={"model": "llm"})
        self.family = family

    def execute(self, requests):
        for request in requests:
            with self.door:
                self.open += 1
            threading.Thread(target=self.answer, args=(request, request.get_response_sender()), daemon=True).start()

    def answer(self, request, sender):
        try:
            count = int(scalar(request, "max_tokens", 16))
            if scalar(request, "stream", False):
                self.stream(count, sender)
            else:
                time.sleep(FIRST_SECONDS + NEXT_SECONDS * (count - 1))
                sender.send(response(" ".join(word(i) for i in range(count))))
                self.count_sent(count)
            sender.send(flags=triton.TRITONSERVER_RESPONSE_COMPLETE_FINAL)
        finally:
            with self.door:
                self.open -= 1
                self.door.notify_all()

    def stream(self, count, sender):
        for i in range(count):
            time.sleep(NEXT_SECONDS if i else FIRST_SECONDS)
            if sender.is_cancelled():
                return
            sender.send(response(" " + word(i)))
            self.count_sent(1)

    def count_sent(self, words):
        # The backend's metrics do not stand two threads at once.
        with self.door:
            self.sent.increment(words)

    def finalize(self):
        with self.door:
            self.door.wait_for(lambda: self.open == 0, timeout=5)


def word(i):
    return WORDS[i % len(WORDS)]


def scalar(request, name, otherwise):
    tensor = triton.get_input_tensor_by_name(request, name)
    return otherwise if tensor is None else tensor.as_numpy().reshape(-1)[0]


def response(text):
    return triton.InferenceResponse([triton.Tensor("text_output", numpy.array([text.encode()], numpy.object_))])
