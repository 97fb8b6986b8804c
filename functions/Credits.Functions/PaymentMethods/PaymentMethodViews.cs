using Credits.Functions.Payments;

namespace Credits.Functions.PaymentMethods;

/// <summary>A page on which to leave a card.</summary>
/// <param name="Url">Where it is.</param>
public sealed record SetupView(string Url);

/// <summary>A card that a customer has left.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What kind of payment method; a card for now.</param>
/// <param name="Brand">The card's brand.</param>
/// <param name="Last4">The last four digits of its number.</param>
/// <param name="ExpiryMonth">The last month in which it is good.</param>
/// <param name="ExpiryYear">And that month's year.</param>
/// <param name="IsDefault">Whether it is charged unless another is named.</param>
public sealed record PaymentMethodView(string Id, string Kind, string Brand, string Last4, int ExpiryMonth, int ExpiryYear, bool IsDefault)
{
    internal static PaymentMethodView Of(PaymentMethod method) =>
        new(method.Id, method.Kind, method.Brand, method.Last4, method.ExpiryMonth, method.ExpiryYear, method.IsDefault);
}

/// <summary>The cards that a customer has left.</summary>
/// <param name="PaymentMethods">Newest first; a hundred at most.</param>
public sealed record PaymentMethodsView(IReadOnlyList<PaymentMethodView> PaymentMethods);
