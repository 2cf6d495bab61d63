import "counterfoil/worker-thread";
