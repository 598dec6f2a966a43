package org.fragcache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.fragcache.bench.Fit.Growth;
import org.junit.jupiter.api.Test;

final class FitTest {
  private static final double[] SIZES = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

  /** With as much noise as one run has. */
  private static Fit fit(DoubleUnaryOperator time) {
    Random random = new Random(3);
    double[] y = new double[SIZES.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = time.applyAsDouble(SIZES[i]) * (0.95 + 0.1 * random.nextDouble());
    }
    return Fit.of(SIZES, y);
  }

  @Test
  void of_powers_giveTheirExponents() {
    for (double exponent : new double[] {0, 0.5, 1, 2}) {
      assertThat(fit(n -> 300 * Math.pow(n, exponent)).exponent())
          .isCloseTo(exponent, within(0.02));
    }
  }

  @Test
  void of_growth_isNamed() {
    assertThat(fit(n -> 300).growth()).isEqualTo(Growth.CONSTANT);
    assertThat(fit(n -> 3 * n).growth()).isEqualTo(Growth.LINEAR);
    assertThat(fit(n -> 100 + 50 * Math.log(n + 1)).growth()).isEqualTo(Growth.LOGARITHMIC);
    assertThat(fit(n -> 1e-3 * n * n).growth()).isEqualTo(Growth.QUADRATIC);
  }

  /** The exponent of the whole range would not tell. */
  @Test
  void of_linearOverALargeConstant_isLinear() {
    Fit fit = fit(n -> 500 + 0.01 * n);
    assertThat(fit.growth()).isEqualTo(Growth.LINEAR);
    assertThat(fit.exponent()).isLessThan(0.5);
  }

  /** Six decades out of the CPU's caches. */
  @Test
  void of_slowerMemory_isConstant() {
    assertThat(fit(n -> n < 1e5 ? 300 : 520).growth()).isEqualTo(Growth.CONSTANT);
  }

  /** A list of 10^5 is not in the CPU's caches. */
  @Test
  void of_linearWithSlowerMemory_isLinear() {
    assertThat(fit(n -> 300 + (n < 1e5 ? n : 4 * n)).growth()).isEqualTo(Growth.LINEAR);
  }

  @Test
  void of_tooFewPoints_isRefused() {
    assertThatThrownBy(() -> Fit.of(new double[] {1, 2}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points: 2, expected at least 4");
  }
}
