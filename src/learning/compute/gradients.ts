import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { sliceGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Slice_grad';
import { softmaxGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Softmax_grad';
import { squareGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Square_grad';
import { subGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sub_grad';
import { sumGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sum_grad';
import { transposeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Transpose_grad';

/** The tensor runtime's core has no gradients until they are registered: those of the operations that models use. */
export function registerGradients(): void {
  for (const gradient of [addGradConfig, multiplyGradConfig, reluGradConfig, reshapeGradConfig, transposeGradConfig]) {
    registerGradient(gradient);
  }
}

/** Those of a flow's operations, which a page trains nowhere but in the studio. */
export function registerFlowGradients(): void {
  for (const gradient of [
    batchMatMulGradConfig,
    sigmoidGradConfig,
    sliceGradConfig,
    softmaxGradConfig,
    squareGradConfig,
    subGradConfig,
    sumGradConfig,
  ]) {
    registerGradient(gradient);
  }
}
