/** What the six lessons say and ask. */

export interface Question {
  text: string;
  choices: readonly string[];
  /** Which of the choices is right. */
  right: number;
  /** Why it is, told once it was answered. */
  because: string;
}

export interface Chapter {
  title: string;
  text: readonly string[];
  question: Question;
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: "A picture is numbers",
    text: [
      "Your drawing is made small: 28 rows of 28 pixels, 784 numbers. 0 is paper, 1 is full ink, and what lies between is the edge of a stroke.",
      "The network sees nothing else: no strokes, no order, no colour. Point at the picture, or move over it with the arrow keys, and read the numbers.",
    ],
    question: {
      text: "Which number stands for white paper?",
      choices: ["0", "1", "784"],
      right: 0,
      because: "The numbers say how much ink there is; paper has none.",
    },
  },
  {
    title: "A kernel",
    text: [
      "A kernel is a small grid of numbers. It is laid on each place of the picture; its nine numbers are multiplied with the nine pixels under it, and the products are added up. The sum becomes one pixel of a new map.",
      "Large sums come where the picture looks like the kernel. Choose one, or write your own numbers into it.",
    ],
    question: {
      text: "You draw the same digit further to the right. What does the map do?",
      choices: ["It moves to the right too", "It stays as it is", "It goes blank"],
      right: 0,
      because: "The same kernel is laid on every place, so its map follows the digit.",
    },
  },
  {
    title: "Layers",
    text: [
      "The first layer’s kernels look at the picture, those of the next layer at the first layer’s maps, and so on. The numbers in the kernels were not written by anyone: training found them.",
      "Below zero nothing passes (ReLU). Move the slider from layer to layer: edges first, then corners and arcs, and at last whole parts of digits, seen from further and further away.",
    ],
    question: {
      text: "Why can a later layer see a whole loop, though its kernels are 3 × 3 too?",
      choices: [
        "Each of its nine inputs has already seen several pixels",
        "It works on a larger picture",
        "It is told where the loop is",
      ],
      right: 0,
      because: "What each number depends on grows from layer to layer.",
    },
  },
  {
    title: "From maps to an answer",
    text: [
      "Each of the last maps is averaged to one number: how much of this is there in the picture? For each class these numbers are multiplied with weights and added up. That sum is its score.",
      "Scores become probabilities by softmax: e to the power of each score, divided by the sum of all. (The model’s temperature first makes them a little less sure, so that they mean what they say.)",
    ],
    question: {
      text: "All eleven scores grow by 5. What do the probabilities do?",
      choices: ["Nothing", "They grow", "The largest becomes 100%"],
      right: 0,
      because: "Every power grows by the same factor, which the division takes out again.",
    },
  },
  {
    title: "Learning",
    text: [
      "The loss says how wrong an answer was: minus the logarithm of the probability of the right digit. Going backward through the network tells for each weight how the loss would grow with it: its slope.",
      "A step takes from each weight its slope times the learning rate. Take some steps with this fresh network, then raise the learning rate until it breaks.",
    ],
    question: {
      text: "A weight’s slope is above 0: more of it raises the loss. What does a step do?",
      choices: ["It makes the weight smaller", "It makes it larger", "It sets it to 0"],
      right: 0,
      because: "A step goes against the slope: downhill.",
    },
  },
  {
    title: "How it goes wrong",
    text: [
      "A network is sure of much that it never saw. Move the digit away from the middle, swap ink and paper, add noise, or show it a letter, and see what it says.",
      "The nudge is made on purpose: the gradient tells for each pixel which way hurts the answer most, and each is changed by a little in that direction. People hardly see it.",
    ],
    question: {
      text: "A nudge too small to see changes the answer. How?",
      choices: [
        "Hundreds of tiny changes all push the scores the same way",
        "It hides a second digit in the picture",
        "It makes the network run out of memory",
      ],
      right: 0,
      because: "Each pixel adds a little, and no person’s eye adds them up that way.",
    },
  },
];

/** Choices in the order in which they are shown: not always the right one first. */
export function order(chapter: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + chapter) % count);
}
