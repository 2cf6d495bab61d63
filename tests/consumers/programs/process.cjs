const counterfoil = require("counterfoil");

import("./answers.js").then(async ({ answers }) => console.log(JSON.stringify(await answers(counterfoil))));
