"""Gives every text back as it came."""

import triton_python_backend_utils as triton


class TritonPythonModel:
    def execute(self, requests):
        texts = [triton.get_input_tensor_by_name(request, "TEXT").as_numpy() for request in requests]
        return [triton.InferenceResponse([triton.Tensor("TEXT_OUT", text)]) for text in texts]
