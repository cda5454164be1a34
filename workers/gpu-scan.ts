// A part of the engine's thread that large catalogues on a GPU need: a script of its own, which the engine brings in.
import { chooseGpu } from '../src/kernels/scoring/choose-gpu.ts';

Object.assign(globalThis, { vitrineChooseGpu: chooseGpu });
