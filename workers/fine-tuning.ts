// A part of the engine's thread that fine-tuning needs: a script of its own, which the engine brings in with the neural worker.
import { createTraining } from '../src/engine/fine-tuning/training.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('fine-tuning', createTraining);
