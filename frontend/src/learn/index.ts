export { type Dense, forward, freshMlp, type Gradient, type Mlp, softmax } from "./mlp";
export { random } from "./random";
export { type Example, lesson, type Lesson, trained } from "./train";
export { type Lines, varied } from "./vary";
