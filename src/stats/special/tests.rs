//! Against values computed to 40 digits (mpmath 1.3).

#![allow(clippy::unreadable_literal)] // numbers as their sources print them

use super::*;

fn close(found: f64, value: f64, relative: f64) {
    assert!(
        (found - value).abs() <= relative * value.abs(),
        "{found} is not {value}"
    );
}

#[test]
fn complementary_error_function() {
    for (x, value) in [
        (-3.0, 1.9999779095030015),
        (-0.5, 1.5204998778130465),
        (0.0, 1.0),
        (1e-09, 0.9999999988716208),
        (0.1, 0.887537083981715),
        (0.5, 0.4795001221869535),
        (1.0, 0.15729920705028513),
        (1.5, 0.033894853524689274),
        (1.99, 0.004888586800383003),
        (2.0, 0.004677734981047266),
        (2.01, 0.004475150644751763),
        (3.0, 2.209049699858544e-05),
        (5.0, 1.537459794428035e-12),
        (10.0, 2.088487583762545e-45),
        (20.0, 5.395865611607901e-176),
        (26.0, 5.663192408856143e-296),
    ] {
        close(erfc(x), value, 2e-13);
    }
}

#[test]
fn normal_tails_and_quantiles() {
    close(normal_upper(0.5), 0.3085375387259869, 2e-13);
    close(normal_upper(1.959963984540054), 0.025000000000000012, 2e-13);
    close(normal_upper(5.0), 2.866515718791939e-07, 2e-13);
    close(normal_upper(30.0), 4.906713927148187e-198, 2e-13);
    close(ln_normal_upper(-2.0), -0.02301290932896349, 2e-13);
    close(ln_normal_upper(1.0), -1.8410216450092636, 2e-13);
    close(ln_normal_upper(3.0), -6.607726221510349, 2e-13);
    close(ln_normal_upper(40.0), -804.6084420137538, 2e-13);
    close(ln_normal_upper(1000.0), -500007.82669481216, 2e-13);
    for p in [
        1e-300, 1e-20, 1e-5, 0.001, 0.025, 0.2, 0.499, 0.5, 0.7, 0.975, 0.999_999,
    ] {
        let z = normal_quantile(p);
        close(normal_upper(-z), p, 1e-12);
    }
    close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-13);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    close(chi2_upper_1(3.841_458_820_694_124), 0.05, 1e-12);
    assert_eq!(chi2_upper_1(0.0), 1.0);
}

#[test]
fn student() {
    for (t, df, value) in [
        (0.5, 1.0, 0.7048327646991335),
        (12.706204736432095, 1.0, 0.0499999999989913),
        (4.302652729749464, 2.0, 0.05),
        (2.0, 10.0, 0.07338803477074037),
        (1.0, 29.5, 0.32544300530788806),
        (3.5, 100.0, 0.0006964277173562689),
        (2.0, 199.0, 0.04686000040128384),
        (10.0, 5000.0, 2.5208747116439937e-23),
        (1.9599672, 1000000.0, 0.0499999014402733),
        (2.5, 3000000.0, 0.012419383601669769),
    ] {
        close(student_two_sided(t, df), value, 1e-9);
    }
    assert_eq!(student_two_sided(0.0, 5.0), 1.0);
    assert_eq!(student_two_sided(f64::INFINITY, 5.0), 0.0);
}

#[test]
fn beta_symmetry() {
    for (a, b, x) in [(2.0, 3.0, 0.3), (50.0, 0.5, 0.99), (500.0, 700.0, 0.4)] {
        close(
            incomplete_beta(a, b, x, 1.0 - x) + incomplete_beta(b, a, 1.0 - x, x),
            1.0,
            1e-13,
        );
    }
    // I_x(2, 3) = 6x² - 8x³ + 3x⁴.
    close(
        incomplete_beta(2.0, 3.0, 0.3, 0.7),
        6.0 * 0.09 - 8.0 * 0.027 + 3.0 * 0.0081,
        1e-14,
    );
}
