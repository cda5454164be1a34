// A part of the engine's thread that large catalogues on a GPU need: a script of its own, which the engine brings in.
import { leavePart } from '../src/engine/script-parts.ts';
import { chooseGpu } from '../src/kernels/scoring/choose-gpu.ts';

leavePart('gpu-scan', chooseGpu);
