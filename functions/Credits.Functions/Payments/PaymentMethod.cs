namespace Credits.Functions.Payments;

/// <summary>A card that a customer has left.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Kind">What kind of payment method; a card for now.</param>
/// <param name="Brand">The card's brand, such as <c>visa</c>.</param>
/// <param name="Last4">The last four digits of its number.</param>
/// <param name="ExpiryMonth">The last month in which it is good, from 1 to 12.</param>
/// <param name="ExpiryYear">And that month's year.</param>
/// <param name="IsDefault">Whether it is charged unless another is named: the one the provider has as the customer's default, or else the newest.</param>
public sealed record PaymentMethod(string Id, string Kind, string Brand, string Last4, int ExpiryMonth, int ExpiryYear, bool IsDefault);
