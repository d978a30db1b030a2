//! Against values computed to 40 digits (mpmath 1.3).

#![allow(clippy::unreadable_literal, clippy::approx_constant)] // numbers as their sources print them

use super::*;

/// Checks a function at points whose values are known to 40 digits; `units` is the error allowed in ulps.
fn check(function: impl Fn(f64) -> f64, units: f64, table: &[(f64, f64)]) {
    for &(x, value) in table {
        let found = function(x);
        assert!(
            (found - value).abs() <= units * f64::EPSILON * value.abs(),
            "f({x}) = {found}, not {value}"
        );
    }
}

#[test]
fn logarithm() {
    check(
        ln,
        1.0,
        &[
            (5e-324, -744.4400719213812),
            (1e-310, -713.8013788281542),
            (2.2250738585072014e-308, -708.3964185322641),
            (1e-20, -46.051701859880914),
            (0.1, -2.3025850929940455),
            (0.5, -0.6931471805599453),
            (0.7071067811865475, -0.34657359027997275),
            (0.9, -0.10536051565782628),
            (0.9999999, -1.0000000494736474e-07),
            (1.0000001, 9.999999505838704e-08),
            (1.1, 0.09531017980432493),
            (1.4142135623730951, 0.3465735902799727),
            (2.0, 0.6931471805599453),
            (2.718281828459045, 1.0),
            (10.0, 2.302585092994046),
            (12345.678, 9.421061321291832),
            (1000000000000000.0, 34.538776394910684),
            (1e+300, 690.7755278982137),
        ],
    );
}

#[test]
fn logarithm_of_one_plus() {
    check(
        ln_1p,
        2.0,
        &[
            (1e-300, 1e-300),
            (1e-18, 1e-18),
            (-1e-18, -1e-18),
            (1e-09, 9.999999995e-10),
            (-1e-09, -1.0000000005000001e-09),
            (0.001, 0.0009995003330835331),
            (-0.2, -0.22314355131420976),
            (-0.289, -0.34108284917889614),
            (-0.3, -0.35667494393873234),
            (0.409, 0.3428802329165431),
            (0.42, 0.35065687161316933),
            (-0.999, -6.907755278982136),
            (5.0, 1.791759469228055),
            (10000000000.0, 23.025850930040455),
        ],
    );
}

#[test]
fn exponential() {
    check(
        exp,
        2.0,
        &[
            (-700.0, 9.85967654375977e-305),
            (-100.5, 2.256340135917036e-44),
            (-20.0, 2.061153622438558e-09),
            (-1.0, 0.36787944117144233),
            (-0.3, 0.7408182206817179),
            (-1e-10, 0.9999999999),
            (1e-20, 1.0),
            (0.34, 1.4049475905635938),
            (0.35, 1.4190675485932571),
            (0.5, 1.6487212707001282),
            (1.0, 2.718281828459045),
            (2.5, 12.182493960703473),
            (10.0, 22026.465794806718),
            (100.0, 2.6881171418161356e+43),
            (700.0, 1.0142320547350045e+304),
            (709.7, 1.6549840276802644e+308),
        ],
    );
}

#[test]
fn exponential_less_one() {
    check(
        exp_m1,
        3.0,
        &[
            (-50.0, -1.0),
            (-1.0, -0.6321205588285577),
            (-0.36, -0.3023236739289689),
            (-0.34, -0.2882296772373903),
            (-1e-05, -9.999950000166666e-06),
            (1e-300, 1e-300),
            (1e-10, 1.00000000005e-10),
            (0.3, 0.3498588075760031),
            (0.349, 0.4176491903419861),
            (0.36, 0.43332941456034024),
            (1.0, 1.7182818284590453),
            (30.0, 10686474581523.463),
        ],
    );
}

#[test]
fn log_gamma() {
    for (x, value) in [
        (0.001, 6.907178885383853),
        (0.5, 0.5723649429247001),
        (1.5, -0.12078223763524522),
        (2.5, 0.2846828704729192),
        (3.3, 0.9870985778947344),
        (10.0, 12.801827480081469),
        (15.9, 27.625493215168692),
        (16.0, 27.89927138384089),
        (17.5, 32.08111489594735),
        (100.0, 359.1342053695754),
        (12345.6, 103959.18506616846),
        (1000000000.0, 19723265827.503716),
    ] {
        let found = ln_gamma(x);
        assert!(
            (found - value).abs() <= 2e-15 * (10.0 + value.abs()),
            "{x}: {found}, not {value}"
        );
    }
}

#[test]
fn limits() {
    assert_eq!(ln(0.0), f64::NEG_INFINITY);
    assert_eq!(ln(1.0), 0.0);
    assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan() && exp(f64::NAN).is_nan());
    assert_eq!(exp(0.0), 1.0);
    assert_eq!(exp(-800.0), 0.0);
    assert_eq!(exp(710.0), f64::INFINITY);
    assert_eq!(exp(-745.0), 5e-324);
    assert_eq!(ln(f64::INFINITY), f64::INFINITY);
}

#[test]
fn factorials() {
    let mut factorial = 1_u128;
    for n in 1..=33_u64 {
        factorial *= u128::from(n);
        let exact = ln(factorial as f64);
        assert!(
            (ln_factorial(n) - exact).abs() <= 4e-15 * exact.max(1.0),
            "{n}!"
        );
    }
}

#[test]
fn stirling_error_joins_its_series() {
    // The series already holds at the last tabled values, to its own error 691 / (360360 n¹¹).
    for n in [14_u64, 15] {
        let x = n as f64;
        let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5))
            - 1.0 / (1680.0 * x.powi(7))
            + 1.0 / (1188.0 * x.powi(9));
        assert!((stirling_error(n) - series).abs() < 1e-15);
    }
}

#[test]
fn deviance_is_smooth_and_non_negative() {
    for (x, m) in [
        (10.0, 10.0),
        (10.0, 10.000_001),
        (10.0, 12.1),
        (10.0, 12.3),
        (0.0, 3.0),
        (1e8, 1e8 + 1.0),
    ] {
        let direct = if x == 0.0 { m } else { x * ln(x / m) + m - x };
        let found = deviance(x, m);
        assert!(
            found >= 0.0 && (found - direct).abs() <= 1e-15 * x.max(1.0),
            "D({x}, {m}) = {found}, {direct}"
        );
    }
    // (x - m)² / 2m to first order.
    assert!((deviance(1e8, 1e8 + 1.0) / 5e-9 - 1.0).abs() < 1e-7);
}

#[test]
fn log_of_one_less_exponential() {
    for x in [-1e-12, -0.1, -0.69, -0.7, -5.0, -40.0] {
        let direct: f64 = if x > -1e-3 {
            ln(-x - x * x / 2.0)
        } else {
            ln(1.0 - exp(x))
        };
        assert!(
            (ln_1m_exp(x) - direct).abs() <= 1e-15 * direct.abs().max(1.0),
            "{x}"
        );
    }
}
