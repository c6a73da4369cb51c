"""Write a small Llama with random weights and a byte-level tokenizer, in the layout vLLM loads.

usage: make-tiny-model.py FOLDER

4 layers, a vocabulary of 4096, about 7 MB. What it says is noise; tokenizer, scheduler, sampler and the pace of one
token per step are real. Nothing is fetched: the tokenizer learns its words from the help texts that come with Python, so
that English has about as many tokens as elsewhere.
"""

import json
import sys
from pathlib import Path
from pydoc_data.topics import topics

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

VOCABULARY, WIDTH, LAYERS, HEADS, KEY_HEADS, HEAD_WIDTH, INNER, CONTEXT = 4096, 256, 4, 4, 2, 64, 512, 4096
SPECIAL = ["<|pad|>", "<|turn|>", "<|end|>"]
END = 2
TEMPLATE = (
    "{% for message in messages %}<|turn|>{{ message['role'] }}: "
    "{% if message['content'] is string %}{{ message['content'] }}"
    "{% else %}{% for part in message['content'] %}{{ part['text'] }}{% endfor %}{% endif %}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|turn|>assistant: {% endif %}"
)


def tokenizer():
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in SPECIAL],
        show_progress=False,
    )
    made.train_from_iterator((topics[name] for name in sorted(topics)), trainer)
    assert made.get_vocab_size() == VOCABULARY, made.get_vocab_size()
    return made


def shapes():
    yield "model.embed_tokens.weight", (VOCABULARY, WIDTH)
    yield "model.norm.weight", (WIDTH,)
    for layer in range(LAYERS):
        at = f"model.layers.{layer}."
        yield at + "input_layernorm.weight", (WIDTH,)
        yield at + "post_attention_layernorm.weight", (WIDTH,)
        yield at + "self_attn.q_proj.weight", (HEADS * HEAD_WIDTH, WIDTH)
        yield at + "self_attn.k_proj.weight", (KEY_HEADS * HEAD_WIDTH, WIDTH)
        yield at + "self_attn.v_proj.weight", (KEY_HEADS * HEAD_WIDTH, WIDTH)
        yield at + "self_attn.o_proj.weight", (WIDTH, HEADS * HEAD_WIDTH)
        yield at + "mlp.gate_proj.weight", (INNER, WIDTH)
        yield at + "mlp.up_proj.weight", (INNER, WIDTH)
        yield at + "mlp.down_proj.weight", (WIDTH, INNER)


def weights():
    random = np.random.default_rng(1)
    return {
        name: np.ones(shape, np.float16) if "norm" in name else random.uniform(-0.06, 0.06, shape).astype(np.float16)
        for name, shape in shapes()
    }


CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": VOCABULARY,
    "hidden_size": WIDTH,
    "intermediate_size": INNER,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KEY_HEADS,
    "head_dim": HEAD_WIDTH,
    "max_position_embeddings": CONTEXT,
    "hidden_act": "silu",
    "rms_norm_eps": 1e-5,
    "rope_theta": 10000.0,
    "tie_word_embeddings": True,
    "eos_token_id": END,
    "pad_token_id": 0,
    "torch_dtype": "float16",
}
TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "eos_token": "<|end|>",
    "pad_token": "<|pad|>",
    "model_max_length": CONTEXT,
    "clean_up_tokenization_spaces": False,
    "chat_template": TEMPLATE,
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer().save(str(folder / "tokenizer.json"))
    save_file(weights(), str(folder / "model.safetensors"), metadata={"format": "pt"})
    texts = {
        "config.json": CONFIG,
        "tokenizer_config.json": TOKENIZER_CONFIG,
        "generation_config.json": {"eos_token_id": END, "pad_token_id": 0},
    }
    for name, value in texts.items():
        (folder / name).write_text(json.dumps(value, indent=1))


main(Path(sys.argv[1]))
