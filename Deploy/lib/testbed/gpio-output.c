// Switches a GPIO line on and off, twice, with the calls of Rue's own shim. After each step it runs a
// command that looks from elsewhere.
//
// Usage: gpio-output CHIP LINE COMMAND
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "shim.h"

int main(int count, char **words) {
    if (count != 4) return 2;
    uint32_t line = (uint32_t)atoi(words[2]);
    uint8_t holder[RUE_GPIO_HOLDER_SIZE] = {0};
    void *output;
    int step;
    int result = rue_gpio_output_open(words[1], line, false, false, &step, holder, &output);
    for (int turn = 0; result == 0 && turn < 4; turn++) {
        result = rue_gpio_output_set(output, line, turn % 2);
        printf("set %d\n", turn % 2);
        fflush(stdout);
        if (result == 0) result = system(words[3]);
    }
    if (result == 0) {
        rue_gpio_output_close(output);
    } else {
        fprintf(stderr, "gpio-output: step %d: %d %s\n", step, result, (const char *)holder);
    }
    return result != 0;
}
