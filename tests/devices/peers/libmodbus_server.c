/* libmodbus' server as a board that nobody here wrote, on a pseudo-terminal.
 *
 * Prints where it listens, then every frame it receives that is for it. Built and run by the tests. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>

#define UNIT 7

static modbus_mapping_t *board(void)
{
    static const int inputs[] = {1, 0, 1, 0, 0, 0, 0, 1};
    modbus_mapping_t *map = modbus_mapping_new(4, 8, 4, 2); /* coils, inputs, holding, registers */

    for (int i = 0; i < 8; i++)
        map->tab_input_bits[i] = inputs[i];
    map->tab_input_registers[1] = 0x1234;
    return map;
}

static int open_line(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    struct termios raw;

    if (master < 0 || grantpt(master) || unlockpt(master))
        exit(1);
    /* The other end stays open here too: else the line would end when a desk closes its side. */
    tcgetattr(open(ptsname(master), O_RDWR | O_NOCTTY), &raw);
    cfmakeraw(&raw);
    tcsetattr(master, TCSANOW, &raw);
    puts(ptsname(master));
    return master;
}

int main(void)
{
    unsigned char query[MODBUS_RTU_MAX_ADU_LENGTH];
    modbus_t *line = modbus_new_rtu("pseudo-terminal", 19200, 'N', 8, 1);
    modbus_mapping_t *map = board();

    setvbuf(stdout, NULL, _IOLBF, 0);
    modbus_set_slave(line, UNIT);
    modbus_set_socket(line, open_line());
    for (;;) {
        int size = modbus_receive(line, query);
        if (size <= 0)
            continue; /* for another address, or noise */
        for (int i = 0; i < size; i++)
            printf(i ? " %02x" : "%02x", query[i]);
        puts("");
        modbus_reply(line, query, size, map);
    }
}
