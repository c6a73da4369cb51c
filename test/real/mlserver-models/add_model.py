"""SUM = A + B, in float32."""

from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceResponse


class Add(MLModel):
    async def predict(self, payload):
        first, second = [NumpyCodec.decode_input(tensor) for tensor in payload.inputs]
        output = NumpyCodec.encode_output("SUM", first + second)
        return InferenceResponse(model_name=self.name, outputs=[output])
