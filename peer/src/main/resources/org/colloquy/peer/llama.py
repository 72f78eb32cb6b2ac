# The peer: the same Llama in TorchScript, written as one who knows PyTorch would write it for speed.
# Query, key and value are one product, gate and up another; rotary angles are complex numbers over
# interleaved pairs; attention is scaled_dot_product_attention; AdamW is the fused one.
#
# matrices: the embedding (V, C), then of each layer query-key-value (3C, C), output (C, C),
# gate-up (2F, C), down (C, F). norms (C): two of each layer, then the last.
# rotary (positions, D / 2, 2). caches (B, H, positions, D): keys and values of each layer.
class Llama(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  epsilon : float
  rate : float
  beta1 : float
  beta2 : float
  adam_epsilon : float
  decay : float
  clip : float

  def rotate(self: __torch__.Llama, x: Tensor, angles: Tensor) -> Tensor:
    pairs = torch.view_as_complex(torch.view(x, [torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), -1, 2]))
    return torch.flatten(torch.view_as_real(torch.mul(pairs, angles)), 3)

  def feed_forward(self: __torch__.Llama, x: Tensor, norm: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
    n = torch.rms_norm(x, [torch.size(x, 2)], norm, self.epsilon)
    both = torch.split(torch.linear(n, gate_up), torch.floordiv(torch.size(gate_up, 0), 2), -1)
    return torch.add(x, torch.linear(torch.mul(torch.silu(both[0]), both[1]), down))

  def logits(self: __torch__.Llama, tokens: Tensor, rotary: Tensor, matrices: List[Tensor], norms: List[Tensor]) -> Tensor:
    x = torch.embedding(matrices[0], tokens)
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    c = torch.size(x, 2)
    d = torch.mul(torch.size(rotary, 1), 2)
    angles = torch.unsqueeze(torch.view_as_complex(torch.slice(rotary, 0, 0, t)), 1)
    for l in range(torch.floordiv(torch.len(matrices), 4)):
      n = torch.rms_norm(x, [c], norms[2 * l], self.epsilon)
      qkv = torch.view(torch.linear(n, matrices[4 * l + 1]), [b, t, -1, d])
      h = torch.floordiv(torch.size(qkv, 2), 3)
      qk = torch.transpose(self.rotate(torch.slice(qkv, 2, 0, 2 * h), angles), 1, 2)
      v = torch.transpose(torch.slice(qkv, 2, 2 * h), 1, 2)
      a = torch.scaled_dot_product_attention(torch.slice(qk, 1, 0, h), torch.slice(qk, 1, h), v, None, 0., True)
      x = torch.add(x, torch.linear(torch.reshape(torch.transpose(a, 1, 2), [b, t, -1]), matrices[4 * l + 2]))
      x = self.feed_forward(x, norms[2 * l + 1], matrices[4 * l + 3], matrices[4 * l + 4])
    return torch.linear(torch.rms_norm(x, [c], norms[-1], self.epsilon), matrices[0])

  def update(self: __torch__.Llama, weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], updates: Tensor, decay: float) -> int:
    torch._fused_adamw_(weights, gradients, means, squares, annotate(List[Tensor], []), torch.mul([updates], torch.len(weights)), lr=self.rate, beta1=self.beta1, beta2=self.beta2, weight_decay=decay, eps=self.adam_epsilon, amsgrad=False, maximize=False)
    return torch.len(weights)

  # Loss and gradient norm before the update. The batch comes in parts (B, T), each padded to its own
  # longest sequence; targets of -100 are padding, count is the number of all others.
  def train_step(self: __torch__.Llama, rotary: Tensor, updates: Tensor, count: Tensor, tokens: List[Tensor], targets: List[Tensor], matrices: List[Tensor], norms: List[Tensor], means: List[Tensor], squares: List[Tensor]) -> Tensor:
    gradients = annotate(List[Tensor], [])
    losses = annotate(List[Tensor], [])
    for i in range(torch.len(tokens)):
      torch.set_grad_enabled(True)
      logits = self.logits(tokens[i], rotary, matrices, norms)
      loss = torch.div(torch.cross_entropy_loss(torch.flatten(logits, 0, 1), torch.flatten(targets[i]), None, 2), count)
      part = annotate(List[Tensor], [])
      for gradient in torch.grad([loss], torch.add(matrices, norms)):
        part = torch.add(part, [torch._unwrap_optional(gradient)])
      torch.set_grad_enabled(False)
      losses = torch.add(losses, [torch.detach(loss)])
      if torch.eq(i, 0):
        gradients = part
      else:
        torch._foreach_add_(gradients, part)
    norm = torch.norm(torch.stack(torch._foreach_norm(gradients)))
    scale = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), self.clip), None, 1.0)
    torch._foreach_mul_(gradients, scale)
    torch.add_(updates, 1)
    n = torch.len(matrices)
    decayed = self.update(matrices, torch.slice(gradients, 0, n), torch.slice(means, 0, n), torch.slice(squares, 0, n), updates, self.decay)
    spared = self.update(norms, torch.slice(gradients, n), torch.slice(means, n), torch.slice(squares, n), updates, 0.)
    return torch.stack([torch.sum(torch.stack(losses)), norm])

  # Logits (B, V) after the last of tokens (B, T), the first of which stands at position.
  def step(self: __torch__.Llama, tokens: Tensor, position: int, caches: List[Tensor], rotary: Tensor, matrices: List[Tensor], norms: List[Tensor]) -> Tensor:
    x = torch.embedding(matrices[0], tokens)
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    c = torch.size(x, 2)
    d = torch.mul(torch.size(rotary, 1), 2)
    end = torch.add(position, t)
    angles = torch.unsqueeze(torch.view_as_complex(torch.slice(rotary, 0, position, end)), 1)
    for l in range(torch.floordiv(torch.len(matrices), 4)):
      n = torch.rms_norm(x, [c], norms[2 * l], self.epsilon)
      qkv = torch.view(torch.linear(n, matrices[4 * l + 1]), [b, t, -1, d])
      h = torch.floordiv(torch.size(qkv, 2), 3)
      qk = torch.transpose(self.rotate(torch.slice(qkv, 2, 0, 2 * h), angles), 1, 2)
      keys = caches[2 * l]
      values = caches[2 * l + 1]
      torch.copy_(torch.slice(keys, 2, position, end), torch.slice(qk, 1, h))
      torch.copy_(torch.slice(values, 2, position, end), torch.transpose(torch.slice(qkv, 2, 2 * h), 1, 2))
      a = torch.scaled_dot_product_attention(torch.slice(qk, 1, 0, h), torch.slice(keys, 2, 0, end), torch.slice(values, 2, 0, end), None, 0., torch.gt(t, 1))
      x = torch.add(x, torch.linear(torch.reshape(torch.transpose(a, 1, 2), [b, t, -1]), matrices[4 * l + 2]))
      x = self.feed_forward(x, norms[2 * l + 1], matrices[4 * l + 3], matrices[4 * l + 4])
    return torch.linear(torch.rms_norm(torch.select(x, 1, -1), [c], norms[-1], self.epsilon), matrices[0])

  # The prompt (1, P) goes through once; its keys and values are copied for every sequence.
  def prefill(self: __torch__.Llama, prompt: Tensor, sequences: int, count: int, rotary: Tensor, matrices: List[Tensor], norms: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
    p = torch.size(prompt, 1)
    d = torch.mul(torch.size(rotary, 1), 2)
    alone = annotate(List[Tensor], [])
    for l in range(torch.floordiv(torch.len(matrices), 4)):
      h = torch.floordiv(torch.size(matrices[4 * l + 1], 0), 3 * d)
      alone = torch.add(alone, [torch.empty([1, h, p, d]), torch.empty([1, h, p, d])])
    logits = self.step(prompt, 0, alone, rotary, matrices, norms)
    caches = annotate(List[Tensor], [])
    for i in range(torch.len(alone)):
      cache = torch.empty([sequences, torch.size(alone[i], 1), torch.add(p, count), d])
      torch.copy_(torch.slice(cache, 2, 0, p), alone[i])
      caches = torch.add(caches, [cache])
    return (torch.expand(logits, [sequences, -1]), caches)

  # Tokens (sequences, count) and their log-probabilities.
  def sample(self: __torch__.Llama, prompt: Tensor, sequences: int, count: int, rotary: Tensor, matrices: List[Tensor], norms: List[Tensor]) -> Tuple[Tensor, Tensor]:
    p = torch.size(prompt, 1)
    logits, caches = self.prefill(prompt, sequences, count, rotary, matrices, norms)
    tokens = annotate(List[Tensor], [])
    log_probs = annotate(List[Tensor], [])
    for i in range(count):
      log_prob = torch.log_softmax(logits, -1)
      token = torch.multinomial(torch.exp(log_prob), 1)
      tokens = torch.add(tokens, [token])
      log_probs = torch.add(log_probs, [torch.gather(log_prob, 1, token)])
      if torch.lt(torch.add(i, 1), count):
        logits = self.step(token, torch.add(p, i), caches, rotary, matrices, norms)
    return (torch.cat(tokens, 1), torch.cat(log_probs, 1))

  # Logits (B, T + 1, V) when the tokens (B, T) follow the prompt, one step each.
  def decode(self: __torch__.Llama, prompt: Tensor, forced: Tensor, rotary: Tensor, matrices: List[Tensor], norms: List[Tensor]) -> Tensor:
    logits, caches = self.prefill(prompt, torch.size(forced, 0), torch.size(forced, 1), rotary, matrices, norms)
    all = annotate(List[Tensor], [logits])
    for i in range(torch.size(forced, 1)):
      token = torch.slice(forced, 1, i, torch.add(i, 1))
      all = torch.add(all, [self.step(token, torch.add(torch.size(prompt, 1), i), caches, rotary, matrices, norms)])
    return torch.stack(all, 1)

  # So many operations of one element, for what the border between Java and libtorch costs.
  def additions(self: __torch__.Llama, x: Tensor, count: int) -> Tensor:
    for i in range(count):
      x = torch.add(x, 1)
    return x
