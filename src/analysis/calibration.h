/* How fast this machine is, for estimates of a run's length. */
#pragma once

struct calibration {
    double division_ns; /* processor time of a division of the trial kernel */
    double process_ns;  /* processor time to start and end one process, parent and child */
};

/* Measures both in this process and a few children that exit at once; takes about 5 ms.
 * Not during a run: each would disturb the other. */
void calibration_measure(struct calibration *calibration);
