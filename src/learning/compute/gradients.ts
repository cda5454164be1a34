import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { transposeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Transpose_grad';

/** The tensor runtime's core has no gradients until they are registered: those of the operations that models use. */
export function registerGradients(): void {
  for (const gradient of [addGradConfig, multiplyGradConfig, reluGradConfig, reshapeGradConfig, transposeGradConfig]) {
    registerGradient(gradient);
  }
}
