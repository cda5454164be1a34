import {
  add,
  customGrad,
  exp,
  type GradSaveFunc,
  log,
  mul,
  neg,
  relu,
  reshape,
  sigmoid,
  sum,
  type Tensor,
} from '../../compute/tensors.ts';

/**
 * The two losses of a generative adversarial network (Goodfellow et al. 2014), with D = sigmoid(logit). The generator's
 * is the one that does not saturate, −log D(G(z)): where the discriminator is sure, log(1 − D(G(z))) would be flat.
 */

/** L_G = −log D(G(z)), mean over the batch, nats. @param made logits of made samples */
export function generatorLoss(made: Tensor): Tensor {
  return meanSoftplus(mul(made, -1));
}

/** L_D = −[log D(x) + log(1 − D(G(z)))], mean over the batch, nats. @param real, made logits */
export function discriminatorLoss(real: Tensor, made: Tensor): Tensor {
  return add(meanSoftplus(mul(real, -1)), meanSoftplus(made));
}

/** Mean of log(1 + eˣ) over all of x, for x of any size: max(x, 0) + log(1 + e^−|x|). */
const softplus = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor, GradSaveFunc];
  const positive = relu(x);
  const size = add(positive, relu(neg(x)));
  save([x]);
  return {
    value: mul(sum(add(positive, log(add(exp(neg(size)), 1)))), 1 / x.size),
    gradFunc: (dy: Tensor, [x]: Tensor[]) => mul(mul(sigmoid(x), 1 / x.size), dy),
  };
}) as (x: Tensor) => Tensor;

function meanSoftplus(x: Tensor): Tensor {
  return softplus(reshape(x, [x.size]));
}
