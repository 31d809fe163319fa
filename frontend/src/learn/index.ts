export { forward, freshMlp, type Gradient, type Mlp, softmax } from "./mlp";
export { random } from "./random";
export { drawAll, school } from "./school";
export { type Example, lesson, type Lesson, trained } from "./train";
export { type Lines, varied } from "./vary";
