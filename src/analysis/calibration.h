/* How fast this machine is: what an estimate of a run's length needs and no setting says. */
#pragma once

struct calibration {
    double division_ns; /* processor time of a division of the trial kernel */
    double process_ns;  /* processor time to start and end one process, parent and child */
};

/* Measures it, in this process and a few children that leave at once:
 * about 5 ms. Not while a run goes on: the two would disturb each other. */
void calibration_measure(struct calibration *calibration);
