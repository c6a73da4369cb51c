"""SUM = A + B, in float32, in batches of up to eight."""

import triton_python_backend_utils as triton


class TritonPythonModel:
    def execute(self, requests):
        return [answer(request) for request in requests]


def answer(request):
    first, second = (triton.get_input_tensor_by_name(request, name).as_numpy() for name in "AB")
    return triton.InferenceResponse([triton.Tensor("SUM", first + second)])
