package org.colloquy.cuda;

/**
 * The device is full while work is gathered that goes together, so what was given back since cannot
 * be freed yet.
 */
final class DeviceFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DeviceFullException(String message) {
        super(message);
    }
}
